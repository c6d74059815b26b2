{#-
    What the next build compares its own with: written when all are scored, and read before it is written again. Of
    segmentations that are not configured today the segments stay, so that they go on when they are back.
-#}
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

stored as (

    {{ own_rows({
        'segmentation': 'string', 'customer_id': 'string', 'version': 'integer', 'segment_id': 'integer',
    }) | indent(4) }}

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

    union all by name

    select
        segmentation,
        customer_id,
        version,
        segment_id

    from stored

    where segmentation not in (select champions.segmentation from champions)

)

select * from scored_customers
