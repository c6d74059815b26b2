{# Stops with one sentence that says where a value stands, what it is, and what may stand there. #}
{% macro refuse_value(where, key, value, rule) %}
    {% set is_yes_or_no = value is boolean and rule.type in ['text', 'sql', 'choice'] %}
    {% set is_example = rule.type in ['whole', 'number'] and rule.get('default') is number %}
    {{ exceptions.raise_compiler_error(
        where ~ " has " ~ key ~ " '" ~ value ~ "'"
        ~ (', as YAML reads yes and no' if is_yes_or_no) ~ ': '
        ~ ('write it in quotes' if is_yes_or_no else (
            ('choose ' if rule.type == 'choice' else 'write ') ~ allowed_values(rule)
            ~ (', such as ' ~ rule.default if is_example)
        )) ~ '.'
    ) }}
{% endmacro %}
