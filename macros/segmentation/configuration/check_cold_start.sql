{# Refuses settings of the cold start that mean nothing. #}
{% macro check_cold_start(settings) %}
    {% set where = "Segmentation '" ~ settings.name ~ "' in dbt_project.yml " %}
    {% set confident_from, days = settings.confident_from, settings.mature_after_days %}
    {% if confident_from is boolean or confident_from is not number or not 0 < confident_from <= 1 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has confident_from '" ~ confident_from ~ "': write a probability, such as 0.6."
        ) }}
    {% elif days is boolean or days is not integer or days < 0 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has mature_after_days '" ~ days ~ "': write a whole number of days, such as 180."
        ) }}
    {% endif %}
{% endmacro %}
