{# A share of one as people write it: 2.3%. #}
{% macro written_share(share) -%}
    printf('%.1f%%', cast(100 * {{ share }} as double))
{%- endmacro %}
