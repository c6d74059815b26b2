{# The groups of campaigns as the last build left them, read before those of today are made of the audiences of today. #}
{% macro earlier_groups() -%}
    {{ own_rows(
        {'campaign': 'string', 'customer_id': 'string', 'campaign_group': 'string', 'counts_from': 'date'},
        of=this.incorporate(path={'schema': generate_schema_name('marts'), 'identifier': 'campaign_assignments'})
    ) }}
{%- endmacro %}
