{# What a setting may be, in words that follow "write" or "choose". `rule` is one of settings_schema(). #}
{% macro allowed_values(rule) %}
    {% set words = rule.get('words', []) | reject('none') | list %}
    {% if 'values' in rule %}
        {% set names = [] %}
        {% for value in rule['values'] %}
            {% do names.append(value if value.isidentifier() else '"' ~ value ~ '"') %}
        {% endfor %}
        {% set names = names[:-1] | join(', ') ~ ' or ' ~ names[-1] %}
        {% do words.append('a list of ' ~ names if rule.type == 'list' else names) %}
    {% else %}
        {% set limits = '' %}
        {% if 'from' in rule %}
            {% set limits = ' from ' ~ rule['from'] ~ (
                ' to ' ~ rule['to'] if 'to' in rule else ' to under ' ~ rule['under'] if 'under' in rule else ' up'
            ) %}
        {% elif 'above' in rule %}
            {% set limits = ' above ' ~ rule['above'] ~ (
                ' and up to ' ~ rule['to'] if 'to' in rule else ' and under ' ~ rule['under'] if 'under' in rule else ''
            ) %}
        {% endif %}
        {% do words.append({
            'flag': 'true or false',
            'whole': 'a whole number',
            'number': 'a number',
            'day': 'a date as in "2025-12-31"',
            'text': 'a text',
            'character': 'one character',
            'sql': 'a SQL expression',
            'list': 'a list of texts',
            'formats': 'a format as in "%d-%m-%Y", or a list of them; "day number" is one too',
            'entries': 'names with settings',
        }[rule.type] ~ limits) %}
    {% endif %}
    {% do words.append('the name of a file') if rule.or_file %}
    {% do words.append('a mapping of ' ~ rule.of_each ~ ' to one of them') if rule.of_each %}
    {% do words.append('null') if none in rule.get('words', []) %}
    {% do return(words | join(' or ')) %}
{% endmacro %}
