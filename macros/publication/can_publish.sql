{# Whether the profile has what publishes the public tables: that of a project which has this one as a package may not. #}
{% macro can_publish() %}
    {% set plugins = (adapter.config.credentials.plugins or []) | map(attribute='module') | list %}
    {{ return('segmentation.warehouse.publication_plugin' in plugins) }}
{% endmacro %}
