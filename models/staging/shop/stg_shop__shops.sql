with

shops as (

    {% for shop in configured_shops() %}
    select
        '{{ shop.name }}' as shop,
        try_cast('{{ shop.as_of_date }}' as date) as as_of_date,
        {{ text_literal(shop.cancelled_order_prefix) }} as cancelled_order_prefix,
        {{ text_literal(shop.segmentation) }} as segmentation
    {{ 'union all' if not loop.last }}
    {% else %}
    select
        cast(null as string) as shop,
        cast(null as date) as as_of_date,
        cast(null as string) as cancelled_order_prefix,
        cast(null as string) as segmentation
    where false
    {% endfor %}

),

dated_lines as (

    {{ dated_lines() | indent(4) }}

),

latest_days as (

    select
        shop,
        cast(max(ordered_at) as date) as latest_on
    from dated_lines
    where ordered_at < {{ today() }} + interval 1 day
    group by shop

),

dated as (

    select
        shops.shop,
        coalesce(shops.as_of_date, latest_days.latest_on, {{ today() }}) as as_of_date,
        shops.cancelled_order_prefix,
        shops.segmentation
    from shops
    left join latest_days on shops.shop = latest_days.shop

)

select * from dated
