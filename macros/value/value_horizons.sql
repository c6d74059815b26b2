{#
    Days for which it is predicted what customers will do, the same as HORIZONS of segmentation/value/rules.py. Public columns
    have them in their names, and the last is the year of which value is.
#}
{% macro value_horizons() %}
    {% do return([30, 90, 365]) %}
{% endmacro %}
