{#
    The day at whose end the ages and days of a segmentation's customers stand: that of the row for a shop's, which may be
    seen on several days, else the segmentation's own.
#}
{% macro as_of_date_of(segmentation) -%}
    {{ 'as_of_date' if segmentation.shop else "cast('" ~ segmentation.as_of_date ~ "' as date)" }}
{%- endmacro %}
