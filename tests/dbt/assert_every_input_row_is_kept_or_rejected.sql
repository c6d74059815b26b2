-- No input row is lost and none is counted twice: an input holds what was kept plus what was rejected.
{% set inputs = [
    'customers', 'order_lines', 'web_sessions', 'support_tickets', 'survey_answers', 'campaign_contacts',
] %}

with

rows_read as (

    {% for input in inputs %}
        select
            '{{ input }}' as source,
            count(*) as rows_read
        from {{ ref('stg_shop__' ~ input) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

rows_kept as (

    {% for input in inputs %}
        select
            '{{ input }}' as source,
            count(*) as rows_kept
        from {{ ref('int_' ~ input ~ '_classified') }}
        where reject_reason is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

rows_rejected as (

    select
        source,
        count(*) as rows_rejected
    from {{ ref('int_rejected_rows') }}
    group by source

),

counted as (

    select
        rows_read.source,
        rows_read.rows_read,
        rows_kept.rows_kept,
        coalesce(rows_rejected.rows_rejected, 0) as rows_rejected
    from rows_read
    inner join rows_kept on rows_read.source = rows_kept.source
    left join rows_rejected on rows_read.source = rows_rejected.source

)

select * from counted
where rows_read != rows_kept + rows_rejected
