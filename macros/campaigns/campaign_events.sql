{# A row for each time that a customer of a campaign did what counts: the shop's orders, or what the campaign names. #}
{% macro campaign_events() -%}
    {% for campaign in configured_campaigns() -%}
    {%- set outcome = campaign.outcome -%}
    {%- if outcome -%}
    {%- set what = "Campaign '" ~ campaign.name ~ "'" -%}
    {%- do check_outcome(outcome, relation_of(outcome, what), what) if asks_database() -%}
    select
        {{ text_literal(campaign.name) }} as campaign,
        {{ listed_id(outcome) }} as customer_id,
        {{ read_date(outcome.on, none) }} as happened_on,
        {{ read_number(outcome.revenue, none) if outcome.revenue else 'cast(null as double)' }} as revenue
    from {{ relation_of(outcome, what) }} as happened
    {%- else -%}
    select
        {{ text_literal(campaign.name) }} as campaign,
        customers.customer_id,
        orders.ordered_on as happened_on,
        cast(orders.amount as double) as revenue
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
        cast(null as double) as revenue
    where false
    {%- endfor %}
{%- endmacro %}
