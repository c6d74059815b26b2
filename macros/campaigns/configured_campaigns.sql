{#
    The configured campaigns as a list of dictionaries with every default filled in; mistakes stop while dbt reads the
    project.
#}
{% macro configured_campaigns() %}
    {% set segmentations = by_name(configured_segmentations()) %}
    {% set audiences = by_name(configured_audiences(segmentations)) %}
    {% set schema, result = campaign_schema(), [] %}
    {% for name, entry in campaign_entries('campaigns').items() %}
        {% set what = "Campaign '" ~ name ~ "'" %}
        {% do check_campaign(name, entry, schema, segmentations, audiences, what) if not execute %}
        {% set settings = {} %}
        {% for key, rule in schema.campaign.items() %}
            {% do settings.update({key: rule.get('default')}) %}
        {% endfor %}
        {% do settings.update(entry) %}
        {% set of = segmentations[entry.segmentation] if entry.members else audiences[entry.audience].of %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label') or name,
            'salt': entry.get('salt') or name,
            'of': of,
            'segmentation': of.name,
        }) %}
        {% do result.append(settings) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
