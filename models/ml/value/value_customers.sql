{#- The days on which customers are looked at, each with that up to which it is known what came after it. -#}
{%- set stages = {'today': 'today', 'tested': 'today', 'learned': 'tested'} -%}
{#- Where models stay as they are, nothing is learned from past days. -#}
{%- set kept = kept_value_models(ref('stg_shop__shops'), ref('int_as_of_days'), ref('training_plan')) -%}
{%- set fits_models = 'staged.shop not in (' ~ text_literals(kept) ~ ')' if kept else 'true' -%}
{%- if kept and kept | length == valued_shops() | length -%}
    {%- set stages = {'today': 'today'} -%}
{%- endif %}

with

shops as (

    select * from {{ ref('stg_shop__shops') }}
    where {{ is_valued('shop') }}

),

as_of_days as (

    select * from {{ ref('int_as_of_days') }}
    where is_cut_off

),

customers as (

    select * from {{ ref('int_customers') }}

),

-- What was bought less what was given back, up to today.
net_amounts as (

    select
        customer_key,
        gross_revenue - returned_amount as net_amount
    from {{ ref('customer_order_sums') }}
    where next_event_on is null

),

scores as (

    select * from {{ ref('customer_rfm_scores') }}

),

segments as (

    select
        segmentation,
        as_of_date,
        customer_id,
        segment_id
    from {{ ref('past_segments') }}
    where as_of_date in (select as_of_days.as_of_date from as_of_days)
    union all
    select
        members.segmentation,
        shops.as_of_date,
        members.customer_id,
        members.segment_id
    from {{ ref('segment_members') }} as members
    inner join shops on members.segmentation = shops.segmentation

),

-- Not of the days of each customer, which would be kept in memory to be read again.
dates as (

    select distinct
        shop,
        ordered_on
    from {{ ref('int_orders') }}
    where lines > 0 and {{ is_valued('shop') }}

),

first_days as (

    select
        shop,
        min(ordered_on) as first_order_on
    from dates
    group by shop

),

-- A past day to test on, with what came up to today, and an earlier one to learn from, with what came up to that.
cut_offs as (

    select
        as_of_days.shop,
        as_of_days.as_of_date as tested_on,
        least(
            {{ days_between('as_of_days.as_of_date', 'shops.as_of_date') }},
            cast(floor({{ days_between('first_days.first_order_on', 'as_of_days.as_of_date') }} / 2.0) as integer)
        ) as learning_days
    from as_of_days
    inner join shops on as_of_days.shop = shops.shop
    inner join first_days on as_of_days.shop = first_days.shop

),

days as (

    select
        shops.shop,
        shops.segmentation,
        shops.as_of_date as today_on,
        cut_offs.tested_on,
        case
            when cut_offs.learning_days >= {{ setting('fewest_outcome_days') }}
                then {{ days_before('cut_offs.tested_on', 'cut_offs.learning_days') }}
        end as learned_on
    from shops
    left join cut_offs on shops.shop = cut_offs.shop

),

-- All orders between two of these days are on the same side of each of them: they are added up once.
borders as (

    {% for stage in stages %}
        {% if not loop.first %}
            union
        {% endif %}
        select
            shop,
            {{ stage }}_on as border_on
        from days
        union
        select
            shop,
            {{ days_before(stage ~ '_on', 365) }} as border_on
        from days
    {% endfor %}

),

calendar as (

    select
        dates.shop,
        dates.ordered_on,
        count(borders.border_on) as borders_before
    from dates
    left join borders
        on
            dates.shop = borders.shop
            and dates.ordered_on > borders.border_on
    group by dates.shop, dates.ordered_on

),

-- Orders of one day are one order, as the models have it.
order_days as (

    select
        shop,
        customer_key,
        ordered_on,
        try_cast(sum(amount) as decimal(18, 4)) as amount
    from {{ ref('int_orders') }}
    where lines > 0 and {{ is_valued('shop') }}
    group by shop, customer_key, ordered_on

),

between_borders as (

    select
        order_days.customer_key,
        calendar.borders_before,
        any_value(order_days.shop) as shop,
        min(order_days.ordered_on) as first_on,
        max(order_days.ordered_on) as last_on,
        min_by(order_days.amount, order_days.ordered_on) as first_amount,
        count(*) as order_days,
        try_cast(sum(order_days.amount) as decimal(18, 4)) as amount
    from order_days
    inner join calendar
        on
            order_days.shop = calendar.shop
            and order_days.ordered_on = calendar.ordered_on
    group by order_days.customer_key, calendar.borders_before

),

measured as (

    select
        parts.customer_key,
        any_value(parts.shop) as shop,
        {% for stage, known in stages.items() %}
            {%- set before = 'parts.first_on <= days.' ~ stage ~ '_on' %}
            {%- set last_year = before ~ ' and parts.first_on > ' ~ days_before('days.' ~ stage ~ '_on', 365) %}
            {%- set after = 'parts.first_on > days.' ~ stage ~ '_on and parts.first_on <= days.' ~ known ~ '_on' %}
            max(case when {{ before }} then parts.last_on end) as {{ stage }}_last_on,
            sum(case when {{ before }} then parts.order_days end) as {{ stage }}_order_days,
            sum(case when {{ before }} then parts.amount end) as {{ stage }}_amount,
            sum(case when {{ last_year }} then parts.order_days else 0 end) as {{ stage }}_orders_last_year,
            sum(case when {{ last_year }} then parts.amount else 0 end) as {{ stage }}_amount_last_year,
            {% if known != stage %}
                min(case when {{ after }} then parts.first_on end) as {{ stage }}_next_on,
                sum(case when {{ after }} then parts.order_days else 0 end) as {{ stage }}_orders_after,
                sum(case when {{ after }} then parts.amount else 0 end) as {{ stage }}_amount_after,
            {% endif %}
        {% endfor %}
        min(parts.first_on) as first_on,
        min_by(parts.first_amount, parts.first_on) as first_amount
    from between_borders as parts
    inner join days on parts.shop = days.shop
    group by parts.customer_key

),

identified as (

    select
        measured.*,
        customers.customer_id,
        days.segmentation,
        days.today_on,
        days.tested_on,
        days.learned_on,
        net_amounts.net_amount
    from measured
    inner join customers on measured.customer_key = customers.customer_key
    left join net_amounts on measured.customer_key = net_amounts.customer_key
    inner join days on measured.shop = days.shop

),

staged as (

    {% for stage, known in stages.items() %}
        {% if not loop.first %}
            union all
        {% endif %}
        select
            shop,
            '{{ stage }}' as stage,
            segmentation,
            {{ stage }}_on as as_of_date,
            {{ known }}_on as known_until,
            customer_id,
            first_on,
            first_amount,
            {{ stage }}_last_on as last_on,
            {{ stage }}_order_days as order_days,
            try_cast({{ stage }}_amount as decimal(18, 4)) as amount,
            {{ 'try_cast(' ~ stage ~ '_amount - net_amount as decimal(18, 4))' if known == stage else 'null' }}
                as returned_amount,
            {{ stage }}_orders_last_year as orders_last_year,
            try_cast({{ stage }}_amount_last_year as decimal(18, 4)) as amount_last_year,
            {{ 'cast(null as date)' if known == stage else stage ~ '_next_on' }} as next_on,
            {{ 0 if known == stage else stage ~ '_orders_after' }} as orders_after,
            {{ 0 if known == stage else 'try_cast(' ~ stage ~ '_amount_after as decimal(18, 4))' }} as amount_after
        from identified
        where first_on <= {{ stage }}_on
    {% endfor %}

),

value_customers as (

    select
        staged.shop,
        staged.stage,
        staged.as_of_date,
        staged.customer_id,
        cast(staged.order_days - 1 as integer) as later_orders,
        {{ days_between('staged.first_on', 'staged.last_on') }} as last_days,
        {{ days_between('staged.first_on', 'staged.as_of_date') }} as age_days,
        cast(round(staged.amount, 2) as double) as amount,
        cast(round(staged.returned_amount, 2) as double) as returned_amount,
        case
            when staged.order_days > 1
                then {{ rounded('cast(staged.amount - staged.first_amount as double) / (staged.order_days - 1)', 6) }}
        end as mean_amount,
        cast(staged.orders_last_year as integer) as orders_last_year,
        cast(round(staged.amount_last_year, 2) as double) as amount_last_year,
        cast(segments.segment_id as string) as segment,
        scores.rfm_score as rfm_cell,
        {{ days_between('staged.as_of_date', 'staged.known_until') }} as outcome_days,
        {{ days_between('staged.as_of_date', 'staged.next_on') }} as days_to_next,
        cast(staged.orders_after as integer) as orders_after,
        cast(round(staged.amount_after, 2) as double) as amount_after,
        {{ fits_models }} as fits_models
    from staged
    left join scores
        on
            staged.shop = scores.shop
            and staged.as_of_date = scores.as_of_date
            and staged.customer_id = scores.customer_id
    left join segments
        on
            staged.segmentation = segments.segmentation
            and staged.as_of_date = segments.as_of_date
            and staged.customer_id = segments.customer_id
    where staged.stage = 'today' or {{ fits_models }}

)

select * from value_customers
