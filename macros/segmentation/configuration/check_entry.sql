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
        {#- Most values are words, which are cheaper to look up than to ask of a macro. -#}
        {% set rule = rules[key] %}
        {% set is_word = rule.type == 'choice' and value is string and value in rule['values'] %}
        {% do refuse_value(where, key, value, rule) if not (is_word or is_allowed(value, rule)) %}
    {% endfor %}
{% endmacro %}
