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
        inputs_counted.rows_read,
        inputs_counted.rows_rejected,
        inputs_counted.rejected_share

    from settings

    inner join inputs_counted on settings.dataset = inputs_counted.dataset

)

select {{ contracted_columns() }} from input_quality
