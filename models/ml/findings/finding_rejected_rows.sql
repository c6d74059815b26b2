with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

inputs_counted as (

    select * from {{ ref('int_input_counts') }}

),

rejected_rows as (

    select * from {{ ref('int_rejected_rows') }}

),

reasons_counted as (

    select
        dataset,
        source,
        reason,
        count(*) as row_count

    from rejected_rows

    group by dataset, source, reason

),

reasons_ranked as (

    select
        *,
        row_number() over (
            partition by dataset, source
            order by row_count desc, reason
        ) as reason_rank

    from reasons_counted

),

findings as (

    select
        settings.segmentation,
        case
            when inputs_counted.rejected_share > {{ setting('rejected_share_that_warns') }} then 'warning'
            else 'info'
        end as severity,
        {{ finding_about(source='inputs_counted.source') }},
        inputs_counted.rejected_share as figure,
        concat_ws(
            ' ',
            concat(
                'Of ', {{ written_count('inputs_counted.rows_read') }}, ' rows of ',
                replace(inputs_counted.source, '_', ' '), ', ', {{ written_count('inputs_counted.rows_rejected') }},
                ' (', {{ written_share('inputs_counted.rejected_share') }},
                ') could not be used; the commonest reason is "', reasons_ranked.reason,
                '" (', {{ written_count('reasons_ranked.row_count') }}, ').'
            ),
            {{ written_credits('inputs_counted') }}
        ) as sentence

    from settings

    inner join inputs_counted on settings.dataset = inputs_counted.dataset

    inner join reasons_ranked
        on
            inputs_counted.dataset = reasons_ranked.dataset
            and inputs_counted.source = reasons_ranked.source

    where
        reasons_ranked.reason_rank = 1
        and (
            inputs_counted.rejected_share >= {{ setting('rejected_share_worth_telling') }}
            or inputs_counted.credits > 0
        )

)

select * from findings
