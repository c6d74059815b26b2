{{ config(enabled=has_affinity()) }}

with

shops as (

    select * from {{ ref('stg_shop__shops') }}

    where {{ is_of_affinity('shop') }}

),

lines as (

    select * from {{ ref('int_order_lines') }}

    where line_kind = 'purchase'

),

levels as (

    select 'category' as level
    union all
    select 'product' as level

),

items as (

    select
        lines.shop,
        shops.segmentation,
        levels.level,
        lines.customer_id,
        lines.order_id,
        lines.ordered_on,
        lines.amount,
        case levels.level when 'category' then lines.category else lines.product_id end as item,
        case levels.level when 'category' then lines.category else lines.product_name end as item_name

    from lines

    inner join shops on lines.shop = shops.shop

    cross join levels

),

basket_items as (

    select
        shop,
        segmentation,
        level,
        customer_id,
        order_id,
        item,
        max(item_name) as item_name,
        min(ordered_on) as ordered_on,
        sum(amount) as amount

    from items

    where item is not null

    group by shop, segmentation, level, customer_id, order_id, item

)

select * from basket_items
