{# (1 - exp(-rate)) / rate, also near 0, where the digits of the difference would be lost. #}
{% macro mean_decay(rate) -%}
    case when abs({{ rate }}) < 1e-5 then 1 - ({{ rate }}) / 2 else (1 - exp(-({{ rate }}))) / ({{ rate }}) end
{%- endmacro %}
