-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come first

with

input_counts as (

    select * from {{ ref('int_input_counts') }}

),

rejected_rows as (

    select * from {{ ref('int_rejected_rows') }}

),

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

places as (

    select * from {{ ref('stg_inputs__places') }}

),

reasons_of_inputs as (

    select
        dataset,
        source,
        {{ joined_text("concat('\"', reason, '\": ', rejected)", "', '", 'reason') }} as reasons
    from (
        select
            dataset,
            source,
            reason,
            count(*) as rejected
        from rejected_rows
        group by dataset, source, reason
    ) as by_reason
    group by dataset, source

),

order_logs as (

    select
        shop,
        sum(amount + refunded_amount - returned_amount) as amount,
        min(first_line_on) as first_on,
        max(last_line_on) as last_on
    from orders
    {{ without_batches() }}
    group by shop

),

buyers as (

    select
        shop,
        count(case when has_order_lines then 1 end) as customers
    from customers
    {{ without_batches() }}
    group by shop

),

whole_inputs as (

    select
        input_counts.dataset,
        input_counts.source,
        1 as batch_number,
        coalesce(places.batch, input_counts.source) as batch,
        'accepted' as state,
        cast(null as string) as replaced_by,
        coalesce({{ written_credits('input_counts') }}, '') as sentence,
        order_logs.first_on,
        order_logs.last_on,
        coalesce(order_logs.last_on, shops.as_of_date) as loaded_on,
        input_counts.rows_read as lines_read,
        input_counts.rows_kept as lines_kept,
        0 as lines_replaced,
        concat('{', coalesce(reasons_of_inputs.reasons, ''), '}') as rejected_by_reason,
        order_logs.amount,
        cast(null as decimal(18, 2)) as replaced_amount,
        buyers.customers,
        buyers.customers as new_customers,
        places.columns_read,
        places.format,
        places.content_hash,
        shops.as_of_date,
        cast(null as date) as came_after,
        cast(null as bigint) as late_lines

    from input_counts

    left join places
        on
            input_counts.dataset = places.dataset
            and input_counts.source = places.source

    left join shops on input_counts.dataset = shops.shop

    left join reasons_of_inputs
        on
            input_counts.dataset = reasons_of_inputs.dataset
            and input_counts.source = reasons_of_inputs.source

    left join order_logs
        on
            input_counts.dataset = order_logs.shop
            and input_counts.source = 'order_lines'

    left join buyers
        on
            input_counts.dataset = buyers.shop
            and input_counts.source = 'order_lines'

),

several as (

    {{ batches_of_several('whole_inputs') | indent(4) }}

),

all_batches as (

    select * from several
    union all
    select * from whole_inputs
    where not exists (
        select 1 from several
        where several.dataset = whole_inputs.dataset and several.source = whole_inputs.source
    )

),

input_batches as (

    select
        *,
        lines_read - lines_kept as lines_not_kept,
        customers - new_customers as known_customers
    from all_batches

)

select {{ contracted_columns() }} from input_batches
