with

rows_judged as (

    {% for source in shop_inputs() -%}
        select
            shop as dataset,
            '{{ source }}' as source,
            count(*) as rows_read,
            count(case when reject_reason is null then 1 end) as rows_kept,
            {% if source == 'order_lines' %}
                count(case when {{ is_credit() }} then 1 end) as credits,
                sum(
                    case when {{ is_credit() }} then abs(coalesce(amount, quantity * unit_price)) end
                ) as credited_amount
            {% else %}
                0 as credits,
                null as credited_amount
            {% endif %}
        from {{ ref('stg_shop__' ~ source) }}
        group by shop

        union all
    {% endfor %}
    select
        segmentation as dataset,
        'customers' as source,
        count(*) as rows_read,
        count(case when reject_reason is null then 1 end) as rows_kept,
        0 as credits,
        null as credited_amount
    from {{ ref('stg_tables__customers') }}
    group by segmentation

),

rows_rejected as (

    select
        dataset,
        source,
        count(*) as rows_rejected
    from {{ ref('int_rejected_rows') }}
    group by dataset, source

),

counted as (

    select
        rows_judged.dataset,
        rows_judged.source,
        rows_judged.rows_read,
        rows_judged.rows_kept,
        coalesce(rows_rejected.rows_rejected, 0) as rows_rejected,
        coalesce(cast(rows_rejected.rows_rejected as double), 0) / rows_judged.rows_read as rejected_share,
        rows_judged.credits,
        cast(rows_judged.credited_amount as decimal(18, 2)) as credited_amount
    from rows_judged
    left join rows_rejected
        on
            rows_judged.dataset = rows_rejected.dataset
            and rows_judged.source = rows_rejected.source

)

select * from counted
