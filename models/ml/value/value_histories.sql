{#- The formulas of segmentation/value, for each history once: customers who ordered on the same days share it. -#}
{%- set horizons = value_horizons() -%}
{#- Nodes of sums that stand for integrals, as in geometric.py and pareto.py: side by side, so they take no rows. -#}
{%- set geometric_nodes, pareto_nodes = range(1, 25), range(1, 17) -%}
{%- set quantiles = {'early': 0.1, 'half': 0.5, 'late': 0.9} -%}

with

histories as (

    select distinct
        shop,
        later_orders,
        last_days,
        age_days,
        last_days / 7e0 as last_weeks,
        age_days / 7e0 as age_weeks
    from {{ ref('value_customers') }}
    where stage = 'today'

),

models as (

    select * from {{ ref('value_models') }}
    where is_for_chance or is_for_orders or is_for_revenue or is_for_life

),

all_parameters as (

    {{ unnested(ref('value_models'), 'parameters', ['shop', 'model']) | indent(4) }}

),

all_nodes as (

    {{ unnested(ref('value_models'), 'nodes', ['shop', 'model']) | indent(4) }}

),

nodes as (

    select
        shop,
        model,
        later_orders,
        {% for number in geometric_nodes %}
            max(case when number = {{ number }} then node end) as node_{{ number }},
            max(case when number = {{ number }} then weight end) as weight_{{ number }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from all_nodes
    group by shop, model, later_orders

),

parameters as (

    select
        shop,
        model,
        {% for name in ['r', 'alpha', 'a', 'b', 's', 'beta'] %}
            max(case when name = '{{ name }}' then value end) as {{ name }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from all_parameters
    group by shop, model

),

-- What is known of the rate of orders: a gamma distribution of this shape, over so many weeks.
rates as (

    select
        histories.*,
        parameters.model,
        parameters.r,
        parameters.alpha,
        parameters.a,
        parameters.b,
        parameters.s,
        parameters.beta,
        parameters.r + histories.later_orders as shape,
        parameters.alpha + histories.age_weeks as weeks,
        -- Under the MBG/NBD one may leave after the first order too.
        histories.later_orders + case when parameters.model = 'mbg_nbd' then 1 else 0 end as stays
    from histories
    inner join models on histories.shop = models.shop
    inner join parameters
        on
            models.shop = parameters.shop
            and models.model = parameters.model

),

geometric as (

    select
        *,
        case
            when stays > 0
                then
                    exp(
                        least(
                            ln(a) - ln(b + greatest(stays - 1, 0)) + shape * (ln(weeks) - ln(alpha + last_weeks)), 700
                        )
                    )
            else 0
        end as odds_of_having_left
    from rates
    where model in ('bg_nbd', 'mbg_nbd')

),

-- Orders to expect, over the chances of leaving that a customer with so many orders may have.
geometric_expectations as (

    select
        geometric.shop,
        geometric.model,
        geometric.later_orders,
        geometric.last_days,
        geometric.age_days,
        geometric.shape,
        geometric.weeks,
        1 / (1 + geometric.odds_of_having_left) as chance_still_customer,
        {% for days in horizons %}
            (1 - exp(-geometric.shape * ln(1 + {{ days }} / 7e0 / geometric.weeks))) as chance_{{ days }},
        {% endfor %}
        {% for days in horizons %}
            {% for number in geometric_nodes %}
                {% if not loop.first %}+{% endif %}
                nodes.weight_{{ number }}
                * (1 - exp(-geometric.shape * ln(1 + nodes.node_{{ number }} * {{ days }} / 7e0 / geometric.weeks)))
                / nodes.node_{{ number }}
            {% endfor %}
                as orders_{{ days }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from geometric
    inner join nodes
        on
            geometric.shop = nodes.shop
            and geometric.model = nodes.model
            and geometric.later_orders = nodes.later_orders

),

pareto as (

    select * from rates
    where model = 'pareto_nbd'

),

-- Periods in which a customer may have left without an order: since the last one, and those ahead.
periods as (

    select
        shop,
        model,
        later_orders,
        last_days,
        age_days,
        'silence' as period,
        shape,
        s,
        alpha + last_weeks as to_order,
        beta + last_weeks as to_leave,
        age_weeks - last_weeks as period_weeks
    from pareto
    {% for days in horizons %}
        union all
        select
            shop,
            model,
            later_orders,
            last_days,
            age_days,
            '{{ days }}' as period,
            shape,
            s,
            alpha + age_weeks as to_order,
            beta + age_weeks as to_leave,
            {{ days }} / 7e0 as period_weeks
        from pareto
    {% endfor %}

),

-- The integral as in pareto.py, in the variable in which it is nearly constant.
scaled_periods as (

    select
        *,
        shape + s as tail,
        (shape + s + 1) / (shape / to_order + (s + 1) / to_leave) as scale
    from periods

),

begun_periods as (

    select
        *,
        exp(-tail / 8 * ln(1 + period_weeks / scale)) as begin_root
    from scaled_periods

),

moments as (

    select
        begun_periods.*,
        {% for number in pareto_nodes %}
            nodes.weight_{{ number }},
            ln(begun_periods.begin_root + (1 - begun_periods.begin_root) * nodes.node_{{ number }}) as log_{{ number }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from begun_periods
    inner join nodes
        on
            begun_periods.shop = nodes.shop
            and begun_periods.model = nodes.model

),

timed_moments as (

    select
        *,
        {% for number in pareto_nodes %}
            scale * (exp(-8 / tail * log_{{ number }}) - 1) as weeks_{{ number }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from moments

),

left_in_periods as (

    select
        shop,
        later_orders,
        last_days,
        age_days,
        period,
        (1 - begin_root) * 8 * s * scale / (tail * to_leave) * (
            {% for number in pareto_nodes %}
                {% if not loop.first %}+{% endif %}
                weight_{{ number }} * exp(
                    (7 - (tail + 1) * 8 / tail) * log_{{ number }}
                    - shape * ln(1 + weeks_{{ number }} / to_order) - (s + 1) * ln(1 + weeks_{{ number }} / to_leave)
                )
            {% endfor %}
        ) as has_left
    from timed_moments

),

left_without_order as (

    select
        shop,
        later_orders,
        last_days,
        age_days,
        {% for period in ['silence'] + horizons %}
            max(case when period = '{{ period }}' then has_left end) as left_{{ period }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from left_in_periods
    group by shop, later_orders, last_days, age_days

),

pareto_rates as (

    select
        pareto.*,
        left_without_order.left_silence,
        {% for days in horizons %}
            left_without_order.left_{{ days }},
            ln(1 + {{ days }} / 7e0 / (pareto.beta + pareto.age_weeks)) as longer_{{ days }},
        {% endfor %}
        pareto.beta + pareto.age_weeks as leaving_weeks
    from pareto
    inner join left_without_order
        on
            pareto.shop = left_without_order.shop
            and pareto.later_orders = left_without_order.later_orders
            and pareto.last_days = left_without_order.last_days
            and pareto.age_days = left_without_order.age_days

),

pareto_expectations as (

    select
        shop,
        model,
        later_orders,
        last_days,
        age_days,
        shape,
        weeks,
        1 / (
            1 + left_silence * exp(
                least(
                    shape * (ln(weeks) - ln(alpha + last_weeks)) + s * (ln(leaving_weeks) - ln(beta + last_weeks)), 700
                )
            )
        ) as chance_still_customer,
        {% for days in horizons %}
            1 - left_{{ days }}
            - exp(-shape * ln(1 + {{ days }} / 7e0 / weeks) - s * longer_{{ days }})
                as chance_{{ days }},
        {% endfor %}
        {% for days in horizons %}
            shape * leaving_weeks / weeks * longer_{{ days }} * ({{ mean_decay('(s - 1) * longer_' ~ days) }})
                as orders_{{ days }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from pareto_rates

),

expectations as (

    select * from geometric_expectations
    union all
    select * from pareto_expectations

),

-- Days to the next order of who orders within a year: the chance of it by then, turned round.
value_histories as (

    select
        shop,
        model,
        later_orders,
        last_days,
        age_days,
        chance_still_customer,
        {% for days in horizons %}
            chance_still_customer * chance_{{ days }} as chance_{{ days }},
        {% endfor %}
        {% for days in horizons %}
            chance_still_customer * orders_{{ days }} as orders_{{ days }},
        {% endfor %}
        {% for name, share in quantiles.items() %}
            7 * weeks * (
                exp(
                    -ln(1 - {{ share }} * (1 - exp(-shape * ln(1 + 365 / 7e0 / weeks)))) / shape
                ) - 1
            ) as next_days_{{ name }}
            {% if not loop.last %},{% endif %}
        {% endfor %}
    from expectations

)

select * from value_histories
