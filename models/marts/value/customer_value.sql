{%- set horizons = value_horizons() -%}
{%- set answers = {'chances': 'chance', 'orders': 'orders', 'revenues': 'revenue', 'lives': 'life'} -%}

with

customers as (

    select * from {{ ref('value_customers') }}

    where stage = 'today'

),

expectations as (

    select * from {{ ref('value_expectations') }}

),

in_use as (

    select
        shop,
        {% for question in ['chance', 'orders', 'revenue', 'life'] %}
            max(case when is_for_{{ question }} then model end) as {{ question }}_by
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from {{ ref('value_models') }}

    group by shop

),

-- Revenue of each part of the year counts as in the middle of that part.
predicted as (

    select
        customers.*,
        in_use.chance_by,
        in_use.orders_by,
        in_use.revenue_by,
        in_use.life_by,
        lives.chance_still_customer,
        lives.spend_per_order,
        lives.next_days_early,
        lives.next_days_half,
        lives.next_days_late,
        {% for days in horizons %}
            chances.chance_{{ days }},
            orders.orders_{{ days }},
            revenues.revenue_{{ days }},
        {% endfor %}
        {{ discounted_revenue('lives') }} / nullif(lives.chance_still_customer, 0) as revenue_of_one_still,
        {{ discounted_revenue('lives') }} as revenue_by_life,
        {{ discounted_revenue('revenues') }} as discounted_revenue,
        {{ margin_of('customers.shop') }} as margin

    from customers

    inner join in_use on customers.shop = in_use.shop

    {% for name, question in answers.items() %}
        left join expectations as {{ name }}
            on
                customers.shop = {{ name }}.shop
                and customers.customer_id = {{ name }}.customer_id
                and in_use.{{ question }}_by = {{ name }}.model

    {% endfor %}
),

valued as (

    select
        *,
        margin * amount as value_so_far,
        margin * discounted_revenue as value_next_year,
        margin * (revenue_of_one_still - revenue_by_life) as win_back_worth,
        margin * greatest(amount_last_year, 0) * (1 - chance_365) as value_at_risk

    from predicted

),

customer_value as (

    select
        shop,
        customer_id,
        as_of_date,
        later_orders + 1 as orders_so_far,
        amount as revenue_so_far,
        amount_last_year as revenue_last_year,
        {{ rounded('chance_still_customer', 6) }} as chance_still_customer,
        {% for days in horizons %}
            {{ rounded('chance_' ~ days, 6) }} as chance_{{ days }}_days,
        {% endfor %}
        {% for days in horizons %}
            {{ rounded('orders_' ~ days, 6) }} as orders_{{ days }}_days,
        {% endfor %}
        {% for days in horizons %}
            {{ rounded('revenue_' ~ days, 4) }} as revenue_{{ days }}_days,
        {% endfor %}
        {{ rounded('spend_per_order', 4) }} as spend_per_order,
        {% for name, column in {'early': 'from', 'half': 'on', 'late': 'until'}.items() %}
            {{ days_before('as_of_date', 'cast(-round(next_days_' ~ name ~ ') as integer)') }}
                as next_order_{{ column }},
        {% endfor %}
        {{ rounded('value_so_far', 4) }} as value_so_far,
        {{ rounded('value_next_year', 4) }} as value_next_year,
        {{ rounded('value_so_far + value_next_year', 4) }} as total_value,
        {{ rounded('value_at_risk', 4) }} as value_at_risk,
        {{ rounded('win_back_worth', 4) }} as win_back_worth,
        ntile(10) over (
            partition by shop order by {{ rounded('value_next_year', 4) }} desc, amount_last_year desc, customer_id
        ) as value_tenth,
        chance_by,
        orders_by,
        revenue_by,
        life_by

    from valued

)

select {{ contracted_columns() }} from customer_value
