-- Why does a segmentation have this number of segments: how did the others compare, and who voted for what?
-- One row per segmentation and k that was chosen or got a vote.

with

k_selection as (

    select * from {{ ref('k_selection') }}

),

chosen as (

    select
        segmentation,
        k as chosen_k,
        silhouette as chosen_silhouette

    from k_selection

    where chosen

),

compared as (

    select
        k_selection.segmentation,
        k_selection.k,
        k_selection.chosen,
        k_selection.votes,
        k_selection.voted_by,
        k_selection.silhouette,
        k_selection.silhouette - chosen.chosen_silhouette as silhouette_above_chosen,
        k_selection.stability,
        k_selection.smallest_size,
        k_selection.smallest_share,
        k_selection.largest_share,
        k_selection.transforms

    from k_selection

    inner join chosen on k_selection.segmentation = chosen.segmentation

    where k_selection.chosen or k_selection.votes > 0

)

select * from compared
order by segmentation, votes desc, k
