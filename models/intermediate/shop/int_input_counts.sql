with

rows_read as (

    {% for source in shop_inputs() -%}
        select
            shop as dataset,
            '{{ source }}' as source,
            count(*) as rows_read
        from {{ ref('stg_shop__' ~ source) }}
        group by shop

        union all
    {% endfor %}
    select
        segmentation as dataset,
        'customers' as source,
        count(*) as rows_read
    from {{ ref('int_customer_rows_read') }}
    group by segmentation

),

rows_kept as (

    {% for source in shop_inputs() -%}
        select
            shop as dataset,
            '{{ source }}' as source,
            count(*) as rows_kept
        from {{ ref('int_' ~ source ~ '_classified') }}
        where reject_reason is null
        group by shop

        union all
    {% endfor %}
    select
        segmentation as dataset,
        'customers' as source,
        count(*) as rows_kept
    from {{ ref('int_customer_rows_classified') }}
    where reject_reason is null
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
        rows_read.dataset,
        rows_read.source,
        rows_read.rows_read,
        coalesce(rows_kept.rows_kept, 0) as rows_kept,
        coalesce(rows_rejected.rows_rejected, 0) as rows_rejected
    from rows_read
    left join rows_kept
        on
            rows_read.dataset = rows_kept.dataset
            and rows_read.source = rows_kept.source
    left join rows_rejected
        on
            rows_read.dataset = rows_rejected.dataset
            and rows_read.source = rows_rejected.source

),

shared as (

    select
        *,
        cast(rows_rejected as double) / rows_read as rejected_share
    from counted

)

select * from shared
