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
        silhouette_gain,
        silhouette_gain_low,
        silhouette_gain_high,
        case
            when not is_chosen and silhouette_gain is not null
                then {{ verdict('silhouette_gain_low', 'silhouette_gain_high') }}
        end as compared_with_chosen,
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
