{#
    The entries of `audiences` or `campaigns` by name. Those of the sample are left out with it, and with the segmentation
    or audience that they are of; so are, in a build, those of what is set aside.
#}
{% macro campaign_entries(group) %}
    {% set known = {'audiences': configured_entries('segmentations'), 'campaigns': {}} %}
    {% if group == 'campaigns' %}
        {% do known.update({'campaigns': campaign_entries('audiences')}) %}
    {% endif %}
    {% set result = {} %}
    {% for name, entry in configured_entries(group).items() %}
        {% set of_segmentation = entry.segmentation is undefined or entry.segmentation in known.audiences %}
        {% set of_audience = entry.audience is undefined or entry.audience in known.campaigns %}
        {% if (of_segmentation and of_audience) or not (entry.is_sample or execute) %}
            {% do result.update({name: entry}) %}
        {% endif %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
