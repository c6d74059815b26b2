-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come first

with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

inputs_counted as (

    select * from {{ ref('int_input_counts') }}

),

input_quality as (

    select
        settings.segmentation,
        inputs_counted.source,
        cast(inputs_counted.rows_read as bigint) as rows_read,
        cast(inputs_counted.rows_rejected as bigint) as rows_rejected,
        cast(inputs_counted.rejected_share as double) as rejected_share

    from settings

    inner join inputs_counted on settings.dataset = inputs_counted.dataset

)

select * from input_quality
