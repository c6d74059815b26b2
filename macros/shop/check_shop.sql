{# Refuses a shop that cannot be read, in one sentence that names the entry and the remedy. #}
{% macro check_shop(name, entry, schema, inputs) %}
    {% set what = "Shop '" ~ name ~ "'" %}
    {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', name | string) %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml needs a name of small letters, digits and underscores."
        ) }}
    {% endif %}
    {% set rules = dict(schema.shop) %}
    {% for input in inputs %}
        {% do rules.update({input: {'type': 'entries'}}) %}
    {% endfor %}
    {% do check_entry(entry, rules, what) %}
    {% for input in inputs if entry.get(input) %}
        {% do check_input_place(entry[input], what ~ ", input '" ~ input ~ "',", schema.input) %}
        {% do check_order_lines(entry[input], what ~ ", input '" ~ input ~ "',", schema) if input == 'order_lines' %}
    {% endfor %}
    {% set attribute = ((entry.get('order_lines') or {}).get('attributes') or {}).get(entry.profit) %}
    {% if entry.profit and (attribute is not mapping or attribute.as != 'sum') %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has profit '" ~ entry.profit ~ "', which is no sum among the attributes of its order"
            ~ " lines: write attributes: {" ~ entry.profit ~ ": {column: <the column>, as: sum}}."
        ) }}
    {% endif %}
{% endmacro %}
