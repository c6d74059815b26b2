{# Whether a row is of the customers that are made anew (see changed_customers), as a condition; without any, of all. #}
{% macro is_among(changed, key='customer_key') -%}
    {{ key ~ ' in (select customer_key from ' ~ changed ~ ')' if changed else 'true' }}
{%- endmacro %}
