{#-
    What each build predicted, and what came once its days were over: this table reads what it held before. A day that
    is built again takes the place of what it predicted.
-#}
{%- set horizons = value_horizons() -%}
{%- set questions = {
    'chance': ('customers', 'chance_N_days'), 'orders': ('orders', 'orders_N_days'), 'revenue': ('revenue', 'revenue_N_days')
} -%}

with

customer_value as (

    select * from {{ ref('customer_value') }}

),

days as (

    select
        shop,
        max(as_of_date) as as_of_date

    from customer_value

    group by shop

),

stored as (

    {{ own_rows({
        'shop': 'string', 'as_of_date': 'date', 'question': 'string', 'days': 'integer', 'model': 'string',
        'customers': 'bigint', 'predicted': 'double', 'actual': 'double',
    }) | indent(4) }}

),

earlier as (

    select stored.*

    from stored

    left join days
        on
            stored.shop = days.shop
            and stored.as_of_date = days.as_of_date

    where days.shop is null

),

-- Sums of decimals do not depend on the order of the rows.
predicted_now as (

    {% for question, (_, column) in questions.items() %}
        {%- set is_first = loop.first %}
        {% for days in horizons %}
            {% if not (is_first and loop.first) %}
                union all
            {% endif %}
            select
                shop,
                as_of_date,
                '{{ question }}' as question,
                {{ days }} as days,
                max({{ question }}_by) as model,
                count(*) as customers,
                cast(sum(cast({{ column | replace('N', days) }} as decimal(38, 6))) as double) as predicted,
                cast(null as double) as actual

            from customer_value

            group by shop, as_of_date
        {% endfor %}
    {% endfor %}

),

-- Days that are over since the last build.
periods as (

    select distinct
        earlier.shop,
        earlier.as_of_date,
        earlier.days,
        {{ days_before('earlier.as_of_date', '-earlier.days') }} as known_on

    from earlier

    inner join days on earlier.shop = days.shop

    where
        earlier.actual is null
        and {{ days_before('earlier.as_of_date', '-earlier.days') }} <= days.as_of_date

),

orders as (

    select * from {{ ref('int_orders') }}

    where lines > 0

),

first_orders as (

    select
        customer_key,
        first_order_on

    from {{ ref('customer_order_sums') }}

    where next_event_on is null

),

-- Orders of one day are one, and only customers count who were there when it was predicted.
order_days as (

    select
        periods.shop,
        periods.as_of_date,
        periods.days,
        orders.customer_key,
        orders.ordered_on,
        sum(orders.amount) as amount

    from orders

    inner join periods
        on
            orders.shop = periods.shop
            and orders.ordered_on > periods.as_of_date
            and orders.ordered_on <= periods.known_on

    inner join first_orders
        on
            orders.customer_key = first_orders.customer_key
            and periods.as_of_date >= first_orders.first_order_on

    group by periods.shop, periods.as_of_date, periods.days, orders.customer_key, orders.ordered_on

),

came as (

    select
        periods.shop,
        periods.as_of_date,
        periods.days,
        count(distinct order_days.customer_key) as customers,
        count(order_days.ordered_on) as orders,
        coalesce(sum(order_days.amount), 0) as revenue

    from periods

    left join order_days
        on
            periods.shop = order_days.shop
            and periods.as_of_date = order_days.as_of_date
            and periods.days = order_days.days

    group by periods.shop, periods.as_of_date, periods.days

),

all_days as (

    select
        earlier.shop,
        earlier.as_of_date,
        earlier.question,
        earlier.days,
        earlier.model,
        earlier.customers,
        earlier.predicted,
        coalesce(
            earlier.actual,
            case earlier.question
                {% for question, (column, _) in questions.items() %}
                    when '{{ question }}' then cast(came.{{ column }} as double)
                {% endfor %}
            end
        ) as actual

    from earlier

    left join came
        on
            earlier.shop = came.shop
            and earlier.as_of_date = came.as_of_date
            and earlier.days = came.days

    union all

    select * from predicted_now

),

value_drift as (

    select
        shop,
        as_of_date,
        question,
        days,
        {{ days_before('as_of_date', '-days') }} as known_on,
        model,
        {{ value_model_label('model') }} as model_label,
        customers,
        predicted,
        actual,
        predicted / nullif(actual, 0) as predicted_share

    from all_days

)

select {{ contracted_columns() }} from value_drift
