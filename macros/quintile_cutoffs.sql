{#
    The four cut-offs that divide a column into quintiles, as aggregates. They are rounded so that a cut-off
    that falls on a value equals that value on every engine.
#}
{% macro quintile_cutoffs(column) -%}
    {%- for percent in [20, 40, 60, 80] -%}
        round(percentile_cont({{ percent / 100 }}) within group (order by {{ column }}), 6)
            as {{ column }}_p{{ percent }}{{ ',\n    ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
