{#
    Customers with what is known of them, as a query: features typed as in segmentation_inputs, and what is no
    measurement missing, whatever relation they come from.
#}
{% macro known_customers(segmentation, customers) -%}
select
    *,
    {{ has_no_value(segmentation) }} as is_unknown
from (
    select
        customer_id
        {%- for feature in segmentation.features | selectattr('in_clustering') %},
        {% if feature.kind == 'number' -%}
        {{ feature_value('cast(' ~ feature.name ~ ' as double)', 'number', none) }} as {{ feature.name }}
        {%- else -%}
        {{ category_value(feature.name, none) }} as {{ feature.name }}
        {%- endif %}
        {%- endfor %}
    from {{ customers }} as customers
) as given
{%- endmacro %}
