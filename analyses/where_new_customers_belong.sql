-- In which segment would people be who are not customers yet, such as those who have just answered a questionnaire?
-- One row per new customer. The stored centres are written into the query: it runs in one pass over any number of rows.

{{ config(enabled='mall' in var('segmentations') and setting('sample')) }}

with

new_customers as (

    select answers.*

    from
        (
            values
            ('visitor 1', 18.0, 81.0),
            ('visitor 2', 88.0, 13.0),
            ('visitor 3', 54.0, null)
        ) as answers (customer_id, annual_income, spending_score)

),

placed as (

    {{ segment_of('mall', 'nearest_centre', 'new_customers') | indent(4) }}

),

segments as (

    select * from {{ ref('segments') }}

    where segmentation = 'mall'

),

named as (

    select
        placed.customer_id,
        placed.segment_id,
        segments.segment_name,
        placed.distance,
        placed.second_segment_id,
        second_segments.segment_name as second_segment_name,
        placed.second_distance

    from placed

    left join segments on placed.segment_id = segments.segment_id

    left join segments as second_segments on placed.second_segment_id = second_segments.segment_id

)

select * from named
order by customer_id
