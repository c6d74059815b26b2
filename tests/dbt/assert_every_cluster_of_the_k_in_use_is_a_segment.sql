-- Where segments are clusters, each cluster of the chosen k became one segment; where they are bands, none did.
with

clusters as (

    select * from {{ ref('k_clusters') }}

),

chosen as (

    select * from {{ ref('k_selection') }}

    where chosen

),

champions as (

    select * from {{ ref('champions') }}

),

counted as (

    select
        clusters.segmentation,
        count(*) as clusters,
        count(clusters.segment_id) as segments,
        max(champions.basis) as basis

    from clusters

    inner join chosen
        on
            clusters.segmentation = chosen.segmentation
            and clusters.k = chosen.k

    inner join champions on clusters.segmentation = champions.segmentation

    group by clusters.segmentation

)

select * from counted
where segments <> case when basis = 'clusters' then clusters else 0 end
