{#
    What order logs say of the customers behind their lines, a row a customer; no rows where no shop has attributes. Of
    several values the latest counts, and of those of one time the last in the alphabet.
#}
{% macro customer_attributes(order_lines) %}
    {%- set attributes = shop_attributes() -%}
    select
        {% for attribute in attributes -%}
        {%- if attribute.as == 'sum' -%} cast(sum({{ attribute.column }}) as double)
        {%- elif attribute.as == 'mean' -%} cast(avg({{ attribute.column }}) as double)
        {%- else -%} max_by({{ attribute.column }}, concat(cast(ordered_at as string), {{ attribute.column }}))
        {%- endif %} as {{ attribute.name }},
        {% endfor -%}
        {{ customer_key() }} as customer_key
    from {{ order_lines }}
    where reject_reason is null and {{ 'true' if attributes else 'false' }}
    group by {{ customer_key() }}
{% endmacro %}
