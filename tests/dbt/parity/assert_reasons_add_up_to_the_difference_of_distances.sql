with

together as (

    select
        segmentation,
        customer_id,
        sum(contribution) as contribution

    from {{ ref('customer_reasons') }}

    group by segmentation, customer_id

),

placements as (

    select
        segmentation,
        customer_id,
        power(second_distance, 2) as second_square,
        power(second_distance, 2) - power(distance, 2) as difference

    from {{ ref('customer_placements') }}

    where second_segment_id is not null

),

compared as (

    select
        placements.segmentation,
        placements.customer_id,
        placements.difference,
        placements.second_square,
        together.contribution

    from placements

    left join together
        on
            placements.segmentation = together.segmentation
            and placements.customer_id = together.customer_id

)

select *
from compared
where
    contribution is null
    or abs(contribution - difference) > 1e-8 * greatest(1, second_square)
