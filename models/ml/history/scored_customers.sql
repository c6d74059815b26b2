{#- What the next build compares its own with: written when all are scored, and read before it is written again. -#}
-- depends_on: {{ ref('segment_periods') }}

with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where set_apart_reason is null

),

placements as (

    select * from {{ ref('customer_placements') }}

),

champions as (

    select * from {{ ref('champions') }}

),

scored_customers as (

    select
        inputs.*,
        champions.version,
        placements.segment_id

    from inputs

    inner join champions on inputs.segmentation = champions.segmentation

    inner join placements
        on
            inputs.segmentation = placements.segmentation
            and inputs.customer_id = placements.customer_id

)

select * from scored_customers
