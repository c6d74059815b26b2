{#-
    What the next build compares its own with: written when all are scored, and read before it is written again. The day
    before stays too, so that a day can be taken back; and what was known of segmentations that are not configured today.
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

    {{ own_rows(
        {'as_of_date': 'date', 'version': 'integer', 'segment_id': 'integer'},
        like=ref('main_segmentation_inputs')
    ) | indent(4) }}

),

days_before as (

    select
        stored.segmentation,
        max(stored.as_of_date) as as_of_date

    from stored

    inner join champions on stored.segmentation = champions.segmentation

    where stored.as_of_date < champions.as_of_date

    group by stored.segmentation

),

scored_customers as (

    select
        inputs.{{ segmentation_input_columns() | join(',\n        inputs.') }},
        champions.as_of_date,
        champions.version,
        placements.segment_id

    from inputs

    inner join champions on inputs.segmentation = champions.segmentation

    inner join placements
        on
            inputs.segmentation = placements.segmentation
            and inputs.customer_id = placements.customer_id

    union all

    select stored.*

    from stored

    left join champions on stored.segmentation = champions.segmentation

    left join days_before
        on
            stored.segmentation = days_before.segmentation
            and stored.as_of_date = days_before.as_of_date

    where
        champions.segmentation is null
        or days_before.segmentation is not null

)

select * from scored_customers
