{# The query that places known customers by a method, with the numbers that are stored of a version. #}
{% macro stored_placing(method, segmentation, relations, known, version) %}
    {% if method == 'rules' %}
        {% set rules = stored_rows(
            relations[0], segmentation, ['predicate', 'segment_id', 'rule_number', 'precision'], ['segment_id', 'rule_number']
        ) %}
        {{ return(rules_query(known, rules)) }}
    {% endif %}
    {% set columns = stored_rows(relations[0], segmentation, [
        'feature', 'level', 'transform', 'fill_value', 'centre', 'scale', 'lower_limit', 'upper_limit',
    ], ['position'], version) %}
    {% set scaled = scaled_customers(known, columns) %}
    {% set centres = {} %}
    {% for row in stored_rows(
        relations[1], segmentation, ['segment_id', 'centre'], ['segment_id', 'position'], version
    ) %}
        {% do centres.setdefault(row.segment_id, []).append(row.centre) %}
    {% endfor %}
    {% if method == 'nearest_centre' %}
        {{ return(nearest_centre_query(scaled, centres.values() | list, centres.keys() | list)) }}
    {% endif %}
    {% set layers = {} %}
    {% for row in stored_rows(relations[2], segmentation, ['layer', 'j', 'value'], ['layer', 'j', 'i'], version) %}
        {% do layers.setdefault(row.layer, {}).setdefault(row.j, []).append(row.value) %}
    {% endfor %}
    {% set units = [] %}
    {% for layer in layers.values() %}{% do units.append(layer.values() | list) %}{% endfor %}
    {{ return(network_query(scaled, units, centres.keys() | list)) }}
{% endmacro %}
