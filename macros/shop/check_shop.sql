{# Refuses a shop that cannot be read, in one sentence that names the entry and the remedy. #}
{% macro check_shop(settings) %}
    {% set where = "Shop '" ~ settings.name ~ "' in dbt_project.yml " %}
    {% if not modules.re.match('^[a-z_][a-z0-9_]*$', settings.name) %}
        {{ exceptions.raise_compiler_error(where ~ "needs a name of small letters, digits and underscores.") }}
    {% endif %}
    {% if settings.as_of_date != 'latest' and not is_date(settings.as_of_date) %}
        {{ exceptions.raise_compiler_error(
            where ~ "has as_of_date '" ~ settings.as_of_date ~ "': write a date such as \"2025-12-31\", or latest."
        ) }}
    {% endif %}
{% endmacro %}
