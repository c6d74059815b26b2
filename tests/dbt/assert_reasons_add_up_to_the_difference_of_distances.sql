with

together as (

    select
        segmentation,
        customer_id,
        sum(contribution) as contribution

    from {{ ref('customer_reasons') }}

    group by segmentation, customer_id

),

assignments as (

    select
        segmentation,
        customer_id,
        power(second_distance, 2) as second_square,
        power(second_distance, 2) - power(distance, 2) as difference

    from {{ ref('cluster_assignments') }}

    where second_cluster > 0

),

compared as (

    select
        assignments.segmentation,
        assignments.customer_id,
        assignments.difference,
        assignments.second_square,
        together.contribution

    from assignments

    left join together
        on
            assignments.segmentation = together.segmentation
            and assignments.customer_id = together.customer_id

)

select *
from compared
where
    contribution is null
    or abs(contribution - difference) > 1e-8 * greatest(1, second_square)
