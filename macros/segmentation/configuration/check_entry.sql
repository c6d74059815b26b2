{#
    Refuses an entry of dbt_project.yml with a key that means nothing, so that a misspelt one is not taken for its
    default, or with a value that the setting cannot have. `rules` are a group of settings_schema(); none allow any key.
#}
{% macro check_entry(entry, rules, what) %}
    {% set where = what ~ " in dbt_project.yml" %}
    {% if entry is not mapping %}
        {{ exceptions.raise_compiler_error(
            where ~ " has to be a mapping of names to settings, such as {income: {transform: log}}."
        ) }}
    {% endif %}
    {% for key, value in entry.items() if rules %}
        {% if key not in rules %}
            {{ exceptions.raise_compiler_error(
                where ~ " has a key '" ~ key ~ "', which means nothing: use one of " ~ rules | join(', ') ~ "."
            ) }}
        {% endif %}
        {#- Most values are plain, which is cheaper to see here than to ask of a macro. -#}
        {% set rule = rules[key] %}
        {% set is_plain = value is string and (
            rule.type in ['text', 'sql'] and value.strip() or rule.type == 'choice' and value in rule['values']
        ) or value is mapping and rule.type == 'entries' or value is boolean and rule.type == 'flag' %}
        {% do refuse_value(where, key, value, rule) if not (is_plain or is_allowed(value, rule)) %}
    {% endfor %}
{% endmacro %}
