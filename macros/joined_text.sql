{# The texts of a group as one, in the order given: `joined_text('trait', "'; '", 'trait')`. #}
{% macro joined_text(measure, separator, order_by) -%}
    {{ dbt.listagg(measure, separator, 'order by ' ~ order_by) }}
{%- endmacro %}
