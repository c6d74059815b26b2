{%- do judge_shops() %}

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

lines_by_day as (

    select
        shop,
        cast(ordered_at as date) as day,
        count(*) as lines
    from dated_lines
    where ordered_at < {{ today() }} + interval 1 day
    group by shop, cast(ordered_at as date)

),

spaced as (

    select
        shop,
        day,
        {{ days_between('lag(day) over by_day', 'day') }} as gap,
        sum(lines) over (
            partition by shop order by day
            rows between current row and unbounded following
        ) as lines_from_here,
        sum(lines) over (partition by shop) as lines
    from lines_by_day
    window by_day as (partition by shop order by day)

),

usual_gaps as (

    select
        shop,
        greatest({{ quantile(0.95, 'gap') }}, 3) as gap
    from spaced
    group by shop

),

-- One wrong date would make everybody a customer of long ago: few lines that come ten usual gaps after all others, and a
-- month at least, are no day to look back from.
first_days_alone as (

    select
        spaced.shop,
        min(spaced.day) as alone_from
    from spaced
    inner join usual_gaps on spaced.shop = usual_gaps.shop
    where
        spaced.gap >= 10 * usual_gaps.gap
        and spaced.lines >= 100
        and spaced.lines_from_here <= greatest(spaced.lines * {{ setting('alone_in_time_share') }}, 1)
    group by spaced.shop

),

latest_days as (

    select
        lines_by_day.shop,
        max(lines_by_day.day) as latest_on
    from lines_by_day
    left join first_days_alone on lines_by_day.shop = first_days_alone.shop
    where coalesce(lines_by_day.day < first_days_alone.alone_from, true)
    group by lines_by_day.shop

),

dated as (

    select
        shops.shop,
        coalesce(shops.as_of_date, latest_days.latest_on, {{ today() }}) as as_of_date,
        first_days_alone.alone_from,
        shops.cancelled_order_prefix,
        shops.segmentation
    from shops
    left join latest_days on shops.shop = latest_days.shop
    left join first_days_alone on shops.shop = first_days_alone.shop

)

select * from dated
