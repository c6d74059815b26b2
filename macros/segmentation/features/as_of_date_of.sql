{# The day at whose end the ages and days of a segmentation's customers stand: its shop's, else its own. #}
{% macro as_of_date_of(segmentation) -%}
    {%- if segmentation.shop -%}
        (select max(as_of_date) from {{ ref('int_shops') }} where shop = '{{ segmentation.shop }}')
    {%- else -%}
        cast('{{ segmentation.as_of_date }}' as date)
    {%- endif -%}
{%- endmacro %}
