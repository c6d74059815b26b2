{#
    Order lines with what their order says of them: its `outcome` by the status, whether it has a refund of its own
    (`has_refund`), and the `known_amount`, which is the whole order's where `is_order_total`. What stands in one line of
    an order holds for all; of a log that says nothing of its orders, they are not looked at.
#}
{% macro order_facts(order_lines) %}
    {%- if mapped_columns() | select('in', ['order_status', 'order_total', 'order_refund']) | list -%}
    select
        facts.*,
        {{ order_outcome('facts.shop', 'facts.status_word', 'order_statuses.outcome') }} as outcome
    from (
        select
            *,
            {{ status_word('coalesce(order_status, max(order_status) over whole_order)') }} as status_word,
            coalesce(amount, max(case when is_order_total then amount end) over whole_order) as known_amount,
            coalesce(max(order_refund) over whole_order, 0) > 0 as has_refund
        from {{ order_lines }}
        window whole_order as (partition by shop, customer_id, completed_order_id)
    ) as facts
    left join {{ ref('order_statuses') }} as order_statuses on facts.status_word = order_statuses.status
    {%- else -%}
    select
        *,
        cast(null as string) as outcome,
        amount as known_amount,
        false as has_refund
    from {{ order_lines }}
    {%- endif -%}
{% endmacro %}
