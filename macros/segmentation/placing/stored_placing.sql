{# The query that assigns known customers by a stored model, or by the rules of the champion. #}
{% macro stored_placing(method, segmentation, relation, known, model_version) %}
    {% if method == 'rules' %}
        {% set rules = rows_of('select predicate, segment_id, rule_number, precision from ' ~ relation
            ~ ' where segmentation = ' ~ text_literal(segmentation) ~ ' order by segment_id, rule_number') %}
        {{ return(rules_query(known, rules)) }}
    {% endif %}
    {% set version = version_of(relation, segmentation, model_version) %}
    {% set scaled = scaled_customers(known, stored_rows(relation, 'feature_transforms', segmentation, version, ['position'])) %}
    {% set centres = stored_centres(relation, 'segment_centres', segmentation, version) %}
    {% set within = stored_rows(relation, 'outer_segments', segmentation, version, ['segment_id'])
        | map(attribute='within_segment_id') | list %}
    {% if within %}
        {% set scaled = outer_query(scaled, stored_centres(relation, 'outer_centres', segmentation, version)) %}
    {% endif %}
    {% if method == 'nearest_centre' %}
        {% set confidence = stored_rows(relation, 'confidence', segmentation, version, ['segment_id']) %}
        {{ return(nearest_centre_query(scaled, centres.values() | list, centres.keys() | list, within, confidence)) }}
    {% endif %}
    {% set layers = {} %}
    {% for row in stored_rows(relation, 'network_layers', segmentation, version, ['layer', 'j', 'i']) %}
        {% do layers.setdefault(row.layer, {}).setdefault(row.j, []).append(row.value) %}
    {% endfor %}
    {% set units = [] %}
    {% for layer in layers.values() %}{% do units.append(layer.values() | list) %}{% endfor %}
    {{ return(network_query(scaled, units, centres.keys() | list, within)) }}
{% endmacro %}
