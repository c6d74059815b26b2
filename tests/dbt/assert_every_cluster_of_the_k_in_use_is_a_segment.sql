-- Each cluster of the chosen k became one segment; a single group did not.
with

clusters as (

    select * from {{ ref('k_clusters') }}

),

chosen as (

    select * from {{ ref('k_selection') }}

    where chosen

),

counted as (

    select
        clusters.segmentation,
        count(*) as clusters,
        count(clusters.segment_id) as segments

    from clusters

    inner join chosen
        on
            clusters.segmentation = chosen.segmentation
            and clusters.k = chosen.k

    group by clusters.segmentation

)

select * from counted
where segments <> case when clusters > 1 then clusters else 0 end
