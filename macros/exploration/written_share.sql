{# A share of one as people write it: 2.3%. #}
{% macro written_share(share) -%}
    printf('%.1f%%', cast({{ rounded('100 * ' ~ share, 1) }} as double))
{%- endmacro %}
