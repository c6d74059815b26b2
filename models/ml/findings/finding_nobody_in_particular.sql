with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

inputs_counted as (

    select * from {{ ref('int_input_counts') }}

),

rows_of_nobody as (

    select
        dataset,
        source,
        count(*) as row_count

    from {{ ref('int_rejected_rows') }}

    where reason = 'no particular customer'

    group by dataset, source

),

findings as (

    select
        settings.segmentation,
        'info' as severity,
        {{ finding_about(source='inputs_counted.source') }},
        1.0 * rows_of_nobody.row_count / inputs_counted.rows_read as figure,
        concat(
            'Of ', {{ written_count('inputs_counted.rows_read') }}, ' rows of ',
            replace(inputs_counted.source, '_', ' '), ', ', {{ written_count('rows_of_nobody.row_count') }},
            ' (', {{ written_share('1.0 * rows_of_nobody.row_count / inputs_counted.rows_read') }},
            ') are of nobody in particular, such as walk-ins or guests: their revenue belongs to no segment.'
        ) as sentence

    from settings

    inner join inputs_counted on settings.dataset = inputs_counted.dataset

    inner join rows_of_nobody
        on
            inputs_counted.dataset = rows_of_nobody.dataset
            and inputs_counted.source = rows_of_nobody.source

)

select * from findings
