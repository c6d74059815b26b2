{#
    Order lines with the amount of each: its own, or its part of the order's total, which adds up to the digit over the
    lines that are kept.
#}
{% macro with_parted_totals(order_lines) %}
    {%- if 'order_total' in mapped_columns() -%}
    select
        *,
        case
            when amount is not null and not is_order_total then amount
            when reject_reason is null then cast(
                round(known_amount * place_in_order / lines_of_order, 4)
                - round(known_amount * (place_in_order - 1) / lines_of_order, 4)
                as decimal(18, 4)
            )
        end as line_amount
    from (
        select
            *,
            row_number() over (
                partition by shop, customer_id, completed_order_id, reject_reason
                order by product_id, quantity, ordered_at, row_position
            ) as place_in_order,
            count(*) over (partition by shop, customer_id, completed_order_id, reject_reason) as lines_of_order
        from {{ order_lines }}
    ) as placed
    {%- else -%}
    select
        *,
        amount as line_amount
    from {{ order_lines }}
    {%- endif -%}
{% endmacro %}
