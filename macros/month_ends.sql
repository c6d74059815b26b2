{# The ends of so many months before the as-of dates of a relation with `shop`, `as_of_date` and `first_order_on`. #}
{% macro month_ends(relation, months) -%}
    {%- for month in range(months) %}
    select
        shop,
        first_order_on,
        {{ month_end('as_of_date', loop.index) }} as as_of_date
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- else -%}
    select shop, first_order_on, as_of_date from {{ relation }} where false
    {%- endfor -%}
{%- endmacro %}
