with

verdicts as (

    select * from {{ in_use('structure_verdicts') }}

    where basis = 'clusters'

),

tried as (

    select * from {{ in_use('cluster_centres') }}

),

used as (

    select * from {{ in_use('segment_centres') }}

),

-- Segments keep their numbers from one training to the next, clusters are counted by size: they are told by where
-- their centres lie.
cluster_segments as (

    select
        tried.segmentation,
        tried.k,
        tried.cluster,
        used.segment_id

    from tried

    inner join verdicts
        on
            tried.segmentation = verdicts.segmentation
            and tried.k = verdicts.k

    inner join used
        on
            tried.segmentation = used.segmentation
            and tried.position = used.position

    group by
        tried.segmentation,
        tried.k,
        tried.cluster,
        used.segment_id

    having max(abs(tried.centre - used.centre)) < 1e-9

)

select * from cluster_segments
