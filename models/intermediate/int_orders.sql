with

purchase_lines as (

    select
        shop,
        customer_id,
        order_id,
        ordered_on,
        amount
    from {{ ref('int_order_lines') }}
    where line_kind = 'purchase'

),

summed as (

    select
        shop,
        customer_id,
        order_id,
        min(ordered_on) as ordered_on,
        count(*) as lines,
        sum(amount) as amount
    from purchase_lines
    group by shop, customer_id, order_id

)

select * from summed
