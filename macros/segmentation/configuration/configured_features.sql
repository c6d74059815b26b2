{#
    The features of a segmentation, those that form the segments first, defaults filled in. A sensitive column, named by
    its feature or its column, may describe segments; it may neither form them nor be a reason for an advice.
#}
{% macro configured_features(entry, schema, what) %}
    {% set sensitive = (entry.get('sensitive') or []) | map('lower') | list %}
    {% set units = {'age': 'years', 'birth_year': 'years', 'birth_date': 'years', 'date': 'days', 'flag': 'share'} %}
    {% set result = [] %}
    {% for group in ['features', 'describe'] %}
        {% set in_clustering = group == 'features' %}
        {% for name, settings in (entry.get(group) or {}).items() %}
            {% set given = settings or {} %}
            {% do check_entry(given, schema.feature, what ~ ", feature '" ~ name ~ "',") if not execute %}
            {% set column = given.get('column', name) | string %}
            {% set transform = given.get('transform', 'standard' if in_clustering else 'none') %}
            {% set type = given.get('type', 'category' if transform == 'onehot' else 'number') %}
            {% set is_sensitive = name | lower in sensitive or column.strip('"') | lower in sensitive %}
            {% do result.append({
                'name': name,
                'column': column,
                'type': type,
                'transform': transform,
                'kind': 'category' if transform == 'onehot' else 'number',
                'missing': given.get('missing', schema.feature.missing.default),
                'levels': given.get('levels'),
                'label': given.get('label') or name | replace('_', ' '),
                'unit': given.get('unit', units.get(type)),
                'role': none if is_sensitive else given.get('role'),
                'declared_role': given.get('role'),
                'basis': given.get('basis'),
                'is_sensitive': is_sensitive,
                'known_at_signup': given.get('at_signup', schema.feature.at_signup.default),
                'in_clustering': in_clustering,
            }) %}
        {% endfor %}
    {% endfor %}
    {% do check_configured_features(result, what) if not execute %}
    {% do return(result) %}
{% endmacro %}
