{# Whether any shop says in the configuration from what a column of an input comes. #}
{% macro is_mapped(input, column) %}
    {% for shop in shops_with(input) %}
        {% if (shop.inputs[input].get('columns') or {}).get(column, 'null') | string | lower not in ['null', 'none'] %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}
