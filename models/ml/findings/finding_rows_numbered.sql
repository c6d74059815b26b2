with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

findings as (

    select
        segmentation,
        'info' as severity,
        {{ finding_about() }},
        cast(null as double) as figure,
        'No column identifies a customer, so rows are numbered: customers cannot be followed when the file changes.'
            as sentence

    from settings

    where customer_id_expression = 'file_row_number'

)

select * from findings
