-- Where segments are clusters, each cluster of the chosen k became one segment; where they are bands, none did.
with

clusters as (

    select * from {{ ref('k_clusters') }}

),

verdicts as (

    select * from {{ ref('structure_verdicts') }}

),

counted as (

    select
        clusters.segmentation,
        count(*) as clusters,
        count(clusters.segment_id) as segments,
        max(verdicts.basis) as basis

    from clusters

    inner join verdicts
        on
            clusters.segmentation = verdicts.segmentation
            and clusters.k = verdicts.k

    group by clusters.segmentation

)

select * from counted
where segments <> case when basis = 'clusters' then clusters else 0 end
