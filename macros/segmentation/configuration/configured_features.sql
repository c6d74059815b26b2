{#
    The features of one group (`features` or `describe`) of a segmentation, defaults filled in. A sensitive column, named
    by its feature or its column, may describe segments; it may neither form them nor be a reason for an advice.
#}
{% macro configured_features(segmentation, group, in_clustering, sensitive) %}
    {% do check_keys(group, group, segmentation) %}
    {% set allowed = [
        'column', 'type', 'transform', 'missing', 'levels', 'label', 'unit', 'role', 'basis', 'at_signup',
    ] %}
    {% set sensitive = sensitive | map('lower') | list %}
    {% set units = {'age': 'years', 'birth_year': 'years', 'birth_date': 'years', 'date': 'days', 'flag': 'share'} %}
    {% set result = [] %}
    {% for name, settings in group.items() %}
        {% set entry = settings or {} %}
        {% do check_keys(entry, allowed, segmentation ~ ", feature '" ~ name ~ "',") %}
        {% set column = entry.get('column', name) | string %}
        {% set is_sensitive = name | lower in sensitive or column.strip('"') | lower in sensitive %}
        {% if is_sensitive and in_clustering %}
            {{ exceptions.raise_compiler_error(
                segmentation ~ " in dbt_project.yml forms segments by '" ~ name ~ "', which it lists as sensitive:"
                ~ " move it to `describe:`, or take it off the list."
            ) }}
        {% endif %}
        {% set transform = entry.get('transform', 'standard' if in_clustering else 'none') %}
        {% set type = entry.get('type', 'category' if transform == 'onehot' else 'number') %}
        {% set feature = {
            'name': name,
            'column': column,
            'type': type,
            'transform': transform,
            'kind': 'category' if transform == 'onehot' else 'number',
            'missing': entry.get('missing', 'median'),
            'levels': entry.get('levels'),
            'label': entry.get('label', name | replace('_', ' ')),
            'unit': entry.get('unit', units.get(type)),
            'role': none if is_sensitive else entry.get('role'),
            'declared_role': entry.get('role'),
            'basis': entry.get('basis'),
            'is_sensitive': is_sensitive,
            'known_at_signup': entry.get('at_signup', false),
            'in_clustering': in_clustering,
        } %}
        {% do check_feature(feature, segmentation) %}
        {% do result.append(feature) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
