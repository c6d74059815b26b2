{# The configured campaigns as a list of dictionaries with every default filled in; mistakes stop while dbt reads the project. #}
{% macro configured_campaigns() %}
    {% set schema, segmentations, audiences = campaign_schema(), {}, {} %}
    {% for segmentation in configured_segmentations() %}
        {% do segmentations.update({segmentation.name: segmentation}) %}
    {% endfor %}
    {% for audience in configured_audiences() %}
        {% do audiences.update({audience.name: audience}) %}
    {% endfor %}
    {% set result = [] %}
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
