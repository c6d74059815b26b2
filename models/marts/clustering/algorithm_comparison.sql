with

quality as (

    select * from {{ in_use('algorithms') }}

),

algorithm_comparison as (

    select
        segmentation,
        algorithm,
        is_chosen,
        k,
        silhouette,
        placed_silhouette,
        inertia,
        stability,
        calinski_harabasz,
        davies_bouldin,
        smallest_share,
        largest_share,
        noise_share,
        adjusted_rand,
        faithfulness,
        rows_used as customers_used,
        is_sample,
        measured_rows,
        seconds,
        note

    from quality

)

select {{ contracted_columns() }} from algorithm_comparison
