{# Whether there are audiences or campaigns, so that their models are built. #}
{% macro has_campaigns() %}
    {% do return((campaign_entries('audiences') or campaign_entries('campaigns')) | length > 0) %}
{% endmacro %}
