{# Whether a model has features of earlier as-of days too, as a condition (see models_of_past_features). #}
{% macro is_needed_in_the_past(model) -%}
    {{ 'true' if model in models_of_past_features() else 'false' }}
{%- endmacro %}
