{#
    The configured audiences as a list of dictionaries with every default filled in; mistakes stop while dbt reads the
    project. Who has the segmentations by name gives them.
#}
{% macro configured_audiences(segmentations=none) %}
    {% set segmentations = segmentations or by_name(configured_segmentations()) %}
    {% set schema, result = audience_schema(), [] %}
    {% for name, entry in campaign_entries('audiences').items() %}
        {% set what = "Audience '" ~ name ~ "'" %}
        {% do check_audience(name, entry, schema, segmentations, what) if not execute %}
        {% set settings = {} %}
        {% for key, rule in schema.audience.items() %}
            {% do settings.update({key: rule.get('default')}) %}
        {% endfor %}
        {% do settings.update(entry) %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label') or name,
            'of': segmentations[entry.segmentation],
        }) %}
        {% do result.append(settings) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
