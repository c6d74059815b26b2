{#
    The configured segmentations as a list of dictionaries with every default filled in. The only place that reads
    var('segmentations'); a mistake in the configuration stops here, before any model runs.
#}
{% macro configured_segmentations() %}
    {% set defaults = var('segmentation_defaults') %}
    {% set result = [] %}
    {% for name, entry in var('segmentations', {}).items() %}
        {% set settings = dict(defaults, **entry) %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label', name),
            'set_apart': dict({'name': 'Not assigned', 'reason': 'not eligible', 'role': 'unknown'}, **entry.get('set_apart', {})),
            'features': configured_features(name, entry.get('features') or {}, true)
                + configured_features(name, entry.get('describe') or {}, false),
        }) %}
        {% do check_segmentation(settings) %}
        {% do result.append(settings) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
