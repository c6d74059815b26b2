{#
    The configured segmentations as a list of dictionaries with every default filled in. The only place that reads
    var('segmentations'); a mistake in the configuration stops here, before any model runs.
#}
{% macro configured_segmentations() %}
    {% set defaults = var('segmentation_defaults') %}
    {% set allowed = [
        'label', 'customers', 'as_of_date', 'id', 'revenue', 'eligible', 'set_apart', 'sensitive', 'features', 'describe',
    ] + defaults.keys() | list %}
    {% set result = [] %}
    {% for name, entry in (var('segmentations', {}) or {}).items() %}
        {% set what = "Segmentation '" ~ name ~ "'" %}
        {% do check_keys(entry, allowed, what) %}
        {% set customers = entry.get('customers') %}
        {% do check_place(customers, what, ['file', 'model', 'relation', 'shop']) %}
        {% set shop_defaults = shop_customer_defaults(customers, entry, what) if customers.shop is defined else {} %}
        {% set settings = dict(dict(defaults, **shop_defaults), **entry) %}
        {% set set_apart = {'name': 'Not assigned', 'reason': 'not eligible', 'role': 'unknown'} %}
        {% do set_apart.update(shop_defaults.set_apart or {}) %}
        {#- Outliers are not what a shop's silent customers are. -#}
        {% if settings.outliers == 'set_apart' %}
            {% do set_apart.update({'name': 'Set apart', 'role': 'unknown'}) %}
        {% endif %}
        {% do set_apart.update(entry.get('set_apart') or {}) %}
        {% set sensitive = entry.get('sensitive') or [] %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label', name),
            'train': var('train') or settings.train,
            'shop': customers.shop,
            'as_of_date': entry.get('as_of_date', var('as_of_date')) | string,
            'set_apart': set_apart,
            'features': configured_features(what, entry.get('features') or {}, true, sensitive)
                + configured_features(what, entry.get('describe') or {}, false, sensitive),
        }) %}
        {% do check_segmentation(settings) %}
        {% do result.append(settings) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
