{{ config(materialized='view') }}

with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

findings as (

    select
        segmentation,
        'rows_numbered' as finding,
        'info' as severity,
        cast(null as string) as feature,
        cast(null as string) as other_feature,
        cast(null as string) as source,
        cast(null as double) as figure,
        'No column identifies a customer, so rows are numbered: customers cannot be followed when the file changes.'
            as sentence

    from settings

    where customer_id_expression = 'file_row_number'

)

select * from findings
