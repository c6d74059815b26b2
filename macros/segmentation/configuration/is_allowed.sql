{# Whether a value may stand for a setting, by its rule in settings_schema(). #}
{% macro is_allowed(value, rule) %}
    {% set is_text = (value is string or value is number) and value is not boolean and value | string | trim != '' %}
    {% set is_list = value is iterable and value is not string and value is not mapping %}
    {% if value is none %}
        {% do return(none in rule.get('words', [rule.get('default')])) %}
    {% elif value is mapping and rule.of_each %}
        {% set rejected = [] %}
        {% for each in value.values() if each is none or not is_allowed(each, dict(rule, of_each=none)) %}
            {% do rejected.append(each) %}
        {% endfor %}
        {% do return(not rejected) %}
    {% elif value is string and value in rule.get('words', []) %}
        {% do return(true) %}
    {% elif rule.type in ['whole', 'number'] %}
        {#- As far as the database can hold one. -#}
        {% do return(
            (value is integer or (value is number and value is not boolean and rule.type == 'number'))
            and value >= rule.get('from', value) and value > rule.get('above', value - 1)
            and value <= rule.get('to', 2147483647) and value < rule.get('under', value + 1)
        ) %}
    {% elif rule.type == 'flag' %}
        {% do return(value is boolean) %}
    {% elif rule.type == 'choice' %}
        {% do return(value is string and value in rule['values']) %}
    {% elif rule.type == 'day' %}
        {% do return(is_date(value)) %}
    {% elif rule.type == 'character' %}
        {% do return(value is string and value | length == 1) %}
    {% elif rule.type == 'entries' %}
        {% do return(value is mapping) %}
    {% elif rule.type == 'list' and not (rule.or_file and is_text) %}
        {% for each in (value if is_list else []) %}
            {% if each is boolean or not (each is string or each is number) or each not in rule.get('values', [each]) %}
                {% do return(false) %}
            {% endif %}
        {% endfor %}
        {% do return(is_list and value | length >= rule.get('fewest', 0)) %}
    {% elif rule.type == 'formats' %}
        {% for format in (value if is_list else []) if '%' not in format | string and format != 'day number' %}
            {% do return(false) %}
        {% endfor %}
        {% do return(is_list or '%' in value | string or value == 'day number') %}
    {% endif %}
    {% do return(is_text) %}
{% endmacro %}
