{# The money behind a revenue share, from the value read; null where the segmentation has none. #}
{% macro revenue_column(segmentation) -%}
    {{ 'try_cast(value_read.revenue as decimal(18, 2))' if segmentation.revenue else 'cast(null as decimal(18, 2))' }}
{%- endmacro %}
