{# The columns of customer_rows without a row, for a project whose customers are all a shop's. #}
{% macro no_customer_rows(columns) -%}
    select
        cast(null as string) as segmentation,
        cast(null as string) as customer_id,
        cast(null as decimal(18, 2)) as revenue,
        false as is_eligible,
        {% for column in columns -%}
        {{ input_column({'features': []}, column, none) }} as {{ column.name }},
        {% endfor -%}
        cast(null as string) as unreadable_features,
        false as has_impossible_age,
        false as is_repeated,
        cast(null as string) as unreadable_line,
        cast(null as bigint) as file_position,
        cast(null as string) as raw_row
    where false
{%- endmacro %}
