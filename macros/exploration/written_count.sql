{# A count as people write it: 24,000. #}
{% macro written_count(count) -%}
    printf('%,d', cast({{ count }} as bigint))
{%- endmacro %}
