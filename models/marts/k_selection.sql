with

candidates as (

    select * from {{ in_use('k_candidates') }}

),

transforms as (

    select
        segmentation,
        {{ joined_text("concat(column_name, ': ', transform)", "', '", 'position') }} as transforms

    from {{ in_use('feature_transforms') }}

    group by segmentation

),

k_selection as (

    select
        candidates.segmentation,
        cast(candidates.k as integer) as k,
        cast(candidates.inertia as double) as inertia,
        cast(candidates.silhouette as double) as silhouette,
        cast(candidates.silhouette_se as double) as silhouette_se,
        cast(candidates.best_gain as double) as best_gain,
        cast(candidates.structureless_gain as double) as structureless_gain,
        cast(candidates.gap as double) as gap,
        cast(candidates.gap_se as double) as gap_se,
        cast(candidates.calinski_harabasz as double) as calinski_harabasz,
        cast(candidates.davies_bouldin as double) as davies_bouldin,
        cast(candidates.mixture_gain as double) as mixture_gain,
        cast(candidates.mixture_gain_se as double) as mixture_gain_se,
        cast(candidates.stability as double) as stability,
        cast(candidates.smallest_size as bigint) as smallest_size,
        cast(candidates.smallest_share as double) as smallest_share,
        cast(candidates.largest_share as double) as largest_share,
        cast(candidates.votes as integer) as votes,
        candidates.voted_by,
        candidates.chosen,
        transforms.transforms

    from candidates

    inner join transforms on candidates.segmentation = transforms.segmentation

)

select * from k_selection
