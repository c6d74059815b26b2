{# The features of one group (`features` or `describe`) of a segmentation, defaults filled in. #}
{% macro configured_features(segmentation, group, in_clustering) %}
    {% set result = [] %}
    {% for name, entry in group.items() %}
        {% set entry = entry or {} %}
        {% set transform = entry.get('transform', 'standard' if in_clustering else 'none') %}
        {% do result.append({
            'name': name,
            'column': entry.get('column', name),
            'transform': transform,
            'kind': 'category' if transform == 'onehot' else 'number',
            'missing': entry.get('missing', 'median'),
            'label': entry.get('label', name | replace('_', ' ')),
            'unit': entry.get('unit'),
            'role': entry.get('role'),
            'in_clustering': in_clustering,
        }) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
