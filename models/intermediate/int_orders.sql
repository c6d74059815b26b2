with

paid_lines as (

    select
        shop,
        customer_id,
        order_id,
        ordered_on,
        line_kind,
        {{ paid_amount() }} as amount
    from {{ ref('int_order_lines') }}
    where line_kind in ('purchase', 'discount')

),

summed as (

    select
        shop,
        customer_id,
        order_id,
        min(ordered_on) as ordered_on,
        count(case when line_kind = 'purchase' then 1 end) as lines,
        sum(amount) as amount
    from paid_lines
    group by shop, customer_id, order_id
    having count(case when line_kind = 'purchase' then 1 end) > 0

)

select * from summed
