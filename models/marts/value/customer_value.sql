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

-- What is left of what each customer bought, returns taken off.
profits as (

    select
        shop,
        customer_id,
        {{ profit_of('shop') }} as profit

    from {{ ref('customer_features') }}

    where is_current and {{ 'true' if valued_shops() | selectattr('profit') | list else 'false' }}

),

-- Sums of decimals do not depend on the order of the rows.
shops as (

    select
        customers.shop,
        cast(sum(cast(customers.amount as decimal(38, 2))) as double) as amount,
        cast(sum(cast(coalesce(customers.returned_amount, 0) as decimal(38, 2))) as double) as returned_amount,
        sum(customers.later_orders + 1) as orders,
        cast(sum(cast(profits.profit as decimal(38, 4))) as double) as profit

    from customers

    left join profits
        on
            customers.shop = profits.shop
            and customers.customer_id = profits.customer_id

    group by customers.shop

),

-- What a customer gives back, and what is left of the rest, as if they had ordered once more as all customers do.
kept as (

    select
        customers.*,
        customers.amount - coalesce(customers.returned_amount, 0) as net_amount,
        (coalesce(customers.returned_amount, 0) + shops.returned_amount / shops.orders)
        / nullif(customers.amount + shops.amount / shops.orders, 0) as share_given_back,
        (coalesce(profits.profit, 0) + shops.profit / shops.orders)
        / nullif(
            greatest(customers.amount - coalesce(customers.returned_amount, 0), 0)
            + (shops.amount - shops.returned_amount) / shops.orders,
            0
        ) as share_left

    from customers

    inner join shops on customers.shop = shops.shop

    left join profits
        on
            customers.shop = profits.shop
            and customers.customer_id = profits.customer_id

),

-- Revenue of each part of the year counts as in the middle of that part.
predicted as (

    select
        kept.*,
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
        least(greatest(coalesce(kept.share_given_back, 0), 0), 1) as returned_share,
        coalesce(kept.share_left, {{ margin_of('kept.shop') }}) as margin

    from kept

    inner join in_use on kept.shop = in_use.shop

    {% for name, question in answers.items() %}
        left join expectations as {{ name }}
            on
                kept.shop = {{ name }}.shop
                and kept.customer_id = {{ name }}.customer_id
                and in_use.{{ question }}_by = {{ name }}.model

    {% endfor %}
),

valued as (

    select
        *,
        margin * net_amount as value_so_far,
        margin * (1 - returned_share) * discounted_revenue as value_next_year,
        margin * (1 - returned_share) * (revenue_of_one_still - revenue_by_life) as win_back_worth,
        greatest(margin * (1 - returned_share) * amount_last_year, 0) * (1 - chance_365) as value_at_risk

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
        {{ rounded('returned_share', 6) }} as returned_share,
        {{ rounded('margin', 6) }} as margin,
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
