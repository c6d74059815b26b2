{# Refuses a feature that cannot be built, in one sentence that names it and the remedy. #}
{% macro check_feature(feature, segmentation) %}
    {% set which = segmentation ~ " in dbt_project.yml has feature '" ~ feature.name ~ "' " %}
    {% set types = ['number', 'age', 'birth_year', 'birth_date', 'date', 'flag'] %}
    {% set bases = ['geographic', 'demographic', 'behavioural', 'psychological'] %}
    {% set is_category = feature.transform == 'onehot' %}
    {% if not modules.re.match('^[a-z_][a-z0-9_]*$', feature.name | string) %}
        {{ exceptions.raise_compiler_error(
            which ~ "whose name is not small letters, digits and underscores: rename it and give the"
            ~ " column by `column:`."
        ) }}
    {% elif feature.name in reserved_names() or modules.re.match('^given_[0-9]+$', feature.name) %}
        {{ exceptions.raise_compiler_error(
            which ~ "whose name is taken: rename it and give the column by `column:`."
        ) }}
    {% elif feature.column in ['True', 'False'] %}
        {{ exceptions.raise_compiler_error(
            which ~ "with column '" ~ feature.column ~ "', as YAML reads yes and no: write the name in quotes."
        ) }}
    {% elif feature.transform not in ['none', 'standard', 'robust', 'log', 'onehot'] %}
        {{ exceptions.raise_compiler_error(
            which ~ "with transform '" ~ feature.transform ~ "': choose none, standard, robust, log or onehot."
        ) }}
    {% elif feature.missing not in ['median', 'mean', 'zero'] %}
        {{ exceptions.raise_compiler_error(
            which ~ "with missing '" ~ feature.missing ~ "': choose median, mean or zero."
        ) }}
    {% elif feature.type not in types + ['category'] or (feature.type == 'category' and not is_category) %}
        {{ exceptions.raise_compiler_error(
            which ~ "with type '" ~ feature.type ~ "': choose " ~ types | join(', ')
            ~ ", or transform onehot for a category."
        ) }}
    {% elif is_category and feature.type != 'category' %}
        {{ exceptions.raise_compiler_error(
            which ~ "of type " ~ feature.type ~ " with transform onehot, which is for categories: take out one of them."
        ) }}
    {% elif feature.levels is not none and not is_category %}
        {{ exceptions.raise_compiler_error(
            which ~ "with levels, which only a category has: give it transform onehot, or take them out."
        ) }}
    {% elif feature.levels is not none and (feature.levels is string or feature.levels is mapping
        or feature.levels is not iterable or not feature.levels or feature.levels | select('boolean') | list) %}
        {{ exceptions.raise_compiler_error(
            which ~ "with levels '" ~ feature.levels ~ "': write them as a list of texts, such as [Paris, \"yes\"]."
        ) }}
    {% elif feature.basis is not none and feature.basis not in bases %}
        {{ exceptions.raise_compiler_error(
            which ~ "with basis '" ~ feature.basis ~ "': choose " ~ bases | join(', ') ~ "."
        ) }}
    {% elif feature.known_at_signup is not boolean %}
        {{ exceptions.raise_compiler_error(
            which ~ "with at_signup '" ~ feature.known_at_signup ~ "': write true or false."
        ) }}
    {% endif %}
{% endmacro %}
