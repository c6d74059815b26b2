{#
    The configured segmentations as a list of dictionaries with every default filled in. The only place that reads
    var('segmentations'); a mistake in the configuration stops here, before any model runs.
#}
{% macro configured_segmentations() %}
    {% set defaults = var('segmentation_defaults') %}
    {% set allowed = [
        'label', 'customers', 'id', 'revenue', 'eligible', 'set_apart', 'sensitive', 'features', 'describe',
    ] + defaults.keys() | list %}
    {% set result = [] %}
    {% for name, entry in var('segmentations', {}).items() %}
        {% set what = "Segmentation '" ~ name ~ "'" %}
        {% do check_keys(entry, allowed, what) %}
        {% set settings = dict(defaults, **entry) %}
        {% set sensitive = entry.get('sensitive') or [] %}
        {% set set_apart = {'name': 'Not assigned', 'reason': 'not eligible', 'role': 'unknown'} %}
        {% do set_apart.update(entry.get('set_apart') or {}) %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label', name),
            'set_apart': set_apart,
            'features': configured_features(what, entry.get('features') or {}, true, sensitive)
                + configured_features(what, entry.get('describe') or {}, false, sensitive),
        }) %}
        {% do check_segmentation(settings) %}
        {% do result.append(settings) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
