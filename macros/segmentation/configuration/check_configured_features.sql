{# Refuses features that cannot be built, in one sentence that names one of them and the remedy. #}
{% macro check_configured_features(features, what) %}
    {% set taken = reserved_names() %}
    {% for feature in features %}
        {% set which = what ~ " in dbt_project.yml has feature '" ~ feature.name ~ "' " %}
        {% set is_category = feature.transform == 'onehot' %}
        {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', feature.name | string) %}
            {{ exceptions.raise_compiler_error(
                which ~ "whose name is not small letters, digits and underscores: rename it and give the"
                ~ " column by `column:`."
            ) }}
        {% elif feature.name in taken or modules.re.match('^given_[0-9]+$', feature.name) %}
            {{ exceptions.raise_compiler_error(
                which ~ "whose name is taken: rename it and give the column by `column:`."
            ) }}
        {% elif feature.type == 'category' and not is_category %}
            {{ exceptions.raise_compiler_error(
                which ~ "of type category without transform onehot: give it transform onehot, or another type."
            ) }}
        {% elif is_category and feature.type != 'category' %}
            {{ exceptions.raise_compiler_error(
                which ~ "of type " ~ feature.type ~ " with transform onehot, which is for categories: take out one of"
                ~ " them."
            ) }}
        {% elif feature.levels is not none and not is_category %}
            {{ exceptions.raise_compiler_error(
                which ~ "with levels, which only a category has: give it transform onehot, or take them out."
            ) }}
        {% elif feature.in_clustering and feature.is_sensitive %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml forms segments by '" ~ feature.name ~ "', which it lists as sensitive:"
                ~ " move it to `describe:`, or take it off the list."
            ) }}
        {% endif %}
    {% endfor %}
    {% set names = features | map(attribute='name') | list %}
    {% for name in names if names.count(name) > 1 %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has feature '" ~ name ~ "' under both `features` and `describe`: keep it under"
            ~ " one of them."
        ) }}
    {% endfor %}
{% endmacro %}
