with

quality as (

    select * from {{ in_use('algorithms') }}

),

algorithm_comparison as (

    select
        segmentation,
        algorithm,
        is_chosen,
        cast(k as integer) as k,
        cast(silhouette as double) as silhouette,
        cast(placed_silhouette as double) as placed_silhouette,
        cast(inertia as double) as inertia,
        cast(stability as double) as stability,
        cast(calinski_harabasz as double) as calinski_harabasz,
        cast(davies_bouldin as double) as davies_bouldin,
        cast(smallest_share as double) as smallest_share,
        cast(largest_share as double) as largest_share,
        cast(noise_share as double) as noise_share,
        cast(adjusted_rand as double) as adjusted_rand,
        cast(faithfulness as double) as faithfulness,
        cast(rows_used as bigint) as customers_used,
        is_sample,
        cast(seconds as double) as seconds,
        note

    from quality

)

select * from algorithm_comparison
