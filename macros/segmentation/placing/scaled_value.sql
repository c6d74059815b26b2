{# One scaled coordinate of a customer, by a row of feature_transforms. #}
{% macro scaled_value(column) -%}
    {%- if column.transform == 'onehot' -%}
        case when {{ column.feature }} = {{ text_literal(column.level) }} then 1e0 else 0e0 end
    {%- else -%}
        {%- set value = 'coalesce(' ~ column.feature ~ ', ' ~ double_literal(column.fill_value) ~ ')' -%}
        {%- if column.lower_limit is not none -%}
            {%- set value = 'least(greatest(' ~ value ~ ', ' ~ double_literal(column.lower_limit) ~ '), '
                ~ double_literal(column.upper_limit) ~ ')' -%}
        {%- endif -%}
        ({{ shaped_value(value, column.transform) | trim }} - {{ double_literal(column.centre) }})
        / {{ double_literal(column.scale) }}
    {%- endif -%}
{%- endmacro %}
