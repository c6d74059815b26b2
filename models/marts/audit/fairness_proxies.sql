with

proxies as (

    select * from {{ in_use('proxies') }}

),

fairness_proxies as (

    select
        segmentation,
        attribute as feature,
        proxy,
        levels,
        customers,
        round(balanced_accuracy, 6) as balanced_accuracy,
        round(balanced_accuracy_low, 6) as balanced_accuracy_low,
        round(balanced_accuracy_high, 6) as balanced_accuracy_high,
        round(1.0 / levels, 6) as by_chance,
        balanced_accuracy_low > 1.0 / levels as is_proxy,
        round(silhouette, 6) as silhouette,
        round(silhouette_without, 6) as silhouette_without,
        round(silhouette - silhouette_without, 6) as silhouette_cost

    from proxies

)

select {{ contracted_columns() }} from fairness_proxies
