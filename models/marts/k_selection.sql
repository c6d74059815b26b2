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
        candidates.k,
        candidates.inertia,
        candidates.silhouette,
        candidates.silhouette_se,
        candidates.best_gain,
        candidates.structureless_gain,
        candidates.gap,
        candidates.gap_se,
        candidates.gap_rows,
        candidates.calinski_harabasz,
        candidates.davies_bouldin,
        candidates.sampled_rows,
        candidates.mixture_gain,
        candidates.mixture_gain_se,
        candidates.mixture_rows,
        candidates.stability,
        candidates.least_stability,
        candidates.stability_rows,
        candidates.smallest_size,
        candidates.smallest_share,
        candidates.largest_share,
        candidates.votes,
        candidates.voted_by,
        candidates.chosen,
        transforms.transforms

    from candidates

    inner join transforms on candidates.segmentation = transforms.segmentation

)

select {{ contracted_columns() }} from k_selection
