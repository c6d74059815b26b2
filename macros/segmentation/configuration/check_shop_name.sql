{# Refuses a segmentation of a shop that there is not, or with what only its shop may say. #}
{% macro check_shop_name(entry, what) %}
    {% set shops = configured_entries('shops') | list %}
    {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', entry.customers.shop | string) %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml asks for shop '" ~ entry.customers.shop
            ~ "', whose name is not small letters, digits and underscores: rename the shop."
        ) }}
    {% elif entry.customers.shop not in shops %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml asks for shop '" ~ entry.customers.shop
            ~ "', which is not among the `shops` there (" ~ (shops | join(', ') or 'none')
            ~ "): correct the name, or add the shop."
        ) }}
    {% elif 'as_of_date' in entry %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has an as_of_date, and a shop, which has its own: set it under `shops:`."
        ) }}
    {% endif %}
{% endmacro %}
