{#
    Known customers on the scaled columns x1, x2, ... of the fitted transforms (the formula of segmentation/features/transforms.py),
    as a query. `columns` are rows of
    feature_transforms in the order of their position.
#}
{% macro scaled_customers(known, columns) -%}
select
    customer_id,
    is_unknown
    {%- for column in columns %},
    {{ scaled_value(column) }} as x{{ loop.index }}
    {%- endfor %}
from (
    {{ known | indent(4) }}
) as known_customers
{%- endmacro %}
