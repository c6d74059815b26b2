{#- A view: written down it would be three rows a customer that one table reads once. -#}
{{ config(materialized='view') }}
{%- set horizons = value_horizons() -%}

with

customers as (

    select
        *,
        age_days - last_days as silent_days,
        case when mean_amount > 0 then later_orders else 0 end as priced_orders
    from {{ ref('value_customers') }}
    where stage = 'today'

),

models as (

    select * from {{ ref('value_models') }}
    where is_for_chance or is_for_orders or is_for_revenue or is_for_life

),

histories as (

    select * from {{ ref('value_histories') }}

),

parameters as (

    {{ unnested(ref('value_models'), 'parameters', ['shop', 'model']) | indent(4) }}

),

groups as (

    {{ unnested(ref('value_models'), 'groups', ['shop', 'model']) | indent(4) }}

),

amounts as (

    select
        shop,
        max(case when name = 'p' then value end) as p,
        max(case when name = 'q' then value end) as q,
        max(case when name = 'gamma' then value end) as gamma
    from parameters
    where model = 'gamma_gamma'
    group by shop

),

-- Where amounts could not be fitted, the mean of all repeated orders.
mean_amounts as (

    select
        shop,
        sum(later_orders * mean_amount) / nullif(sum(later_orders), 0) as mean_amount
    from customers
    group by shop

),

spending as (

    select
        customers.*,
        coalesce(
            amounts.p * (amounts.gamma + customers.priced_orders * coalesce(customers.mean_amount, 0))
            / (amounts.p * customers.priced_orders + amounts.q - 1),
            mean_amounts.mean_amount,
            0
        ) as spend_per_order
    from customers
    inner join mean_amounts on customers.shop = mean_amounts.shop
    left join amounts on customers.shop = amounts.shop

),

by_model as (

    select
        spending.shop,
        spending.customer_id,
        histories.model,
        spending.spend_per_order,
        histories.chance_still_customer,
        {% for days in horizons %}
            histories.chance_{{ days }},
            histories.orders_{{ days }},
            histories.orders_{{ days }} * spending.spend_per_order as revenue_{{ days }},
        {% endfor %}
        histories.next_days_early,
        histories.next_days_half,
        histories.next_days_late
    from spending
    inner join histories
        on
            spending.shop = histories.shop
            and spending.later_orders = histories.later_orders
            and spending.last_days = histories.last_days
            and spending.age_days = histories.age_days

),

longest_silences as (

    select
        shop,
        value as longest_silence_days
    from parameters
    where name = 'longest_silence_days'

),

grouped as (

    select
        customers.shop,
        customers.customer_id,
        models.model,
        case models.model
            when 'everyone' then 'all'
            when 'segments' then coalesce(customers.segment, '')
            when 'rfm_cells' then coalesce(customers.rfm_cell, '')
            when 'silent'
                then
                    case
                        when customers.silent_days > longest_silences.longest_silence_days then 'silent'
                        else 'active'
                    end
        end as group_name
    from customers
    inner join models on customers.shop = models.shop
    left join longest_silences on customers.shop = longest_silences.shop
    where models.model in ('everyone', 'segments', 'rfm_cells', 'silent')

),

everyone as (

    select * from groups
    where model = 'everyone'

),

-- A group that had nobody on the day of the test does as everybody did.
by_group as (

    select
        grouped.shop,
        grouped.customer_id,
        grouped.model,
        cast(null as double) as spend_per_order,
        cast(null as double) as chance_still_customer,
        {% for days in horizons %}
            coalesce(groups.chance_{{ days }}_days, everyone.chance_{{ days }}_days) as chance_{{ days }},
            {{ days }} * coalesce(groups.orders_a_day, everyone.orders_a_day) as orders_{{ days }},
            {{ days }} * coalesce(groups.revenue_a_day, everyone.revenue_a_day) as revenue_{{ days }},
        {% endfor %}
        cast(null as double) as next_days_early,
        cast(null as double) as next_days_half,
        cast(null as double) as next_days_late
    from grouped
    inner join everyone on grouped.shop = everyone.shop
    left join groups
        on
            grouped.shop = groups.shop
            and grouped.model = groups.model
            and grouped.group_name = groups.group

),

by_last_year as (

    select
        customers.shop,
        customers.customer_id,
        models.model,
        cast(null as double) as spend_per_order,
        cast(null as double) as chance_still_customer,
        {% for days in horizons %}
            cast(null as double) as chance_{{ days }},
            customers.orders_last_year * {{ days }} / 365e0 as orders_{{ days }},
            customers.amount_last_year * {{ days }} / 365e0 as revenue_{{ days }},
        {% endfor %}
        cast(null as double) as next_days_early,
        cast(null as double) as next_days_half,
        cast(null as double) as next_days_late
    from customers
    inner join models on customers.shop = models.shop
    where models.model = 'last_year'

),

value_expectations as (

    select * from by_model
    union all
    select * from by_group
    union all
    select * from by_last_year

)

select * from value_expectations
