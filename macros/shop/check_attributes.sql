{# Refuses attributes of order lines that cannot be read. #}
{% macro check_attributes(place, what, rules) %}
    {% for name, given in (place.attributes or {}).items() %}
        {% set where = what ~ " attribute '" ~ name ~ "'," %}
        {% set entry = given if given is mapping else {'column': given} %}
        {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', name | string) or entry.column is not defined %}
            {{ exceptions.raise_compiler_error(
                where ~ " in dbt_project.yml needs a name of small letters, digits and underscores and a column, such as"
                ~ " {country: Country}."
            ) }}
        {% endif %}
        {% do check_entry(entry, rules, where) %}
    {% endfor %}
{% endmacro %}
