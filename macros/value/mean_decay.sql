{# (1 - exp(-rate)) / rate, also near 0. #}
{% macro mean_decay(rate) -%}
    case
        when abs({{ rate }}) < 1e-5 then 1 - ({{ rate }}) / 2 + power({{ rate }}, 2) / 6
        else (1 - exp(-({{ rate }}))) / ({{ rate }})
    end
{%- endmacro %}
