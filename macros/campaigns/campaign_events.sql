{#
    A row for each time that a customer of a campaign did what counts: the shop's orders, or what the campaign names. Where it
    names something else, the orders are there too, since they tell what customers were like before.
#}
{% macro campaign_events() -%}
    {% for campaign in configured_campaigns() -%}
    {%- if campaign.outcome -%}
    select
        name as campaign,
        customer_id,
        happened_on,
        revenue,
        true as is_outcome
    from {{ ref('stg_campaigns__given') }}
    where kind = 'outcome' and name = {{ text_literal(campaign.name) }}
    {{ 'union all' if campaign.of.shop }}
    {% endif -%}
    {%- if campaign.of.shop -%}
    select
        {{ text_literal(campaign.name) }} as campaign,
        customers.customer_id,
        orders.ordered_on as happened_on,
        cast(orders.amount as double) as revenue,
        {{ 'false' if campaign.outcome else 'true' }} as is_outcome
    from {{ ref('int_orders') }} as orders
    inner join {{ ref('int_customers') }} as customers on orders.customer_key = customers.customer_key
    where orders.shop = {{ text_literal(campaign.of.shop) }} and orders.lines > 0
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as campaign,
        cast(null as string) as customer_id,
        cast(null as date) as happened_on,
        cast(null as double) as revenue,
        cast(null as boolean) as is_outcome
    where false
    {%- endfor %}
{%- endmacro %}
