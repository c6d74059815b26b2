-- Means of the customers drawn, by segment: on the components, and of every numeric feature.
with

scores as (

    unpivot (
        select
            segment_id,
            customer_id,
            pc1,
            pc2,
            pc3,
            ld1,
            ld2
        from marts.segment_points
        where segmentation = $segmentation
    )
    on pc1, pc2, pc3, ld1, ld2
    into name axis value value

),

features as (

    select
        points.segment_id,
        point_features.customer_id,
        point_features.feature as axis,
        point_features.value
    from marts.point_features as point_features
    inner join marts.segment_points as points
        on
            point_features.segmentation = points.segmentation
            and point_features.customer_id = points.customer_id
    where point_features.segmentation = $segmentation

)

select
    axis,
    segment_id,
    avg(value) as centre
from (
    select axis, segment_id, value from scores
    union all
    select axis, segment_id, value from features
)
where value is not null
group by axis, segment_id
order by axis, segment_id
