-- The predicates of the rules catch exactly the customers whom the rules count.
with

placed as (

    {{ placed_everywhere('rules') }}

),

assignments as (

    select * from {{ ref('customer_scores') }}

),

rules as (

    select * from {{ ref('segment_rules') }}

),

caught as (

    select
        assignments.segmentation,
        placed.segment_id,
        placed.rule_number,
        count(*) as customers,
        avg(case when assignments.segment_id = placed.segment_id then 1.0 else 0.0 end) as precision,
        max(placed.probability) as probability

    from assignments

    left join placed
        on
            assignments.segmentation = placed.segmentation
            and assignments.customer_id = placed.customer_id

    group by assignments.segmentation, placed.segment_id, placed.rule_number

),

compared as (

    select
        rules.*,
        caught.customers as customers_caught,
        caught.precision as precision_found

    from rules

    full outer join caught
        on
            rules.segmentation = caught.segmentation
            and rules.segment_id = caught.segment_id
            and rules.rule_number = caught.rule_number

    where
        rules.customers is distinct from caught.customers
        or abs(rules.precision - caught.precision) > 0.000001
        or abs(rules.precision - caught.probability) > 0.000001

)

select * from compared
