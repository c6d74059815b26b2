{# Findings on the inputs of which rows are rejected for one reason; `words` say what that means, after how many they are. #}
{% macro finding_of_reason(reason, severity, words) %}
    with

    settings as (

        select * from {{ ref('segmentation_settings') }}

    ),

    inputs_counted as (

        select * from {{ ref('int_input_counts') }}

    ),

    rejected as (

        select
            dataset,
            source,
            count(*) as row_count

        from {{ ref('int_rejected_rows') }}

        where reason = '{{ reason }}'

        group by dataset, source

    )

    select
        settings.segmentation,
        '{{ severity }}' as severity,
        {{ finding_about(source='inputs_counted.source') }},
        1.0 * rejected.row_count / inputs_counted.rows_read as figure,
        concat(
            'Of ', {{ written_count('inputs_counted.rows_read') }}, ' rows of ',
            replace(inputs_counted.source, '_', ' '), ', ', {{ written_count('rejected.row_count') }},
            ' (', {{ written_share('1.0 * rejected.row_count / inputs_counted.rows_read') }},
            ') {{ words }}'
        ) as sentence

    from settings

    inner join inputs_counted on settings.dataset = inputs_counted.dataset

    inner join rejected
        on
            inputs_counted.dataset = rejected.dataset
            and inputs_counted.source = rejected.source
{% endmacro %}
