{# The value under which a share of all values lies. #}
{% macro quantile(share, expression) -%}
    percentile_cont({{ share }}) within group (order by {{ expression }})
{%- endmacro %}
