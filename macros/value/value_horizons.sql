{# Days for which it is predicted what customers will do: those of HORIZONS in segmentation/value/rules.py. #}
{% macro value_horizons() %}
    {% do return([30, 90, 365]) %}
{% endmacro %}
