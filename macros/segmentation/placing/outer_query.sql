{#
    Scaled customers with `within_segment_id`, the segment in which a sub-segment is looked for: that of the nearest of
    `centres`, lists of coordinates by the number of their segment.
#}
{% macro outer_query(scaled, centres) -%}
    {%- set distances -%}
    select
        *
        {%- for centre in centres.values() %},
        {{ distance_from(centre) }} as score{{ loop.index }}
        {%- endfor %}
    from (
        {{ scaled | indent(8) }}
    ) as scaled_customers
    {%- endset -%}
select
    customer_id,
    is_unknown,
    {% for coordinate in (centres.values() | first) -%}
    x{{ loop.index }},
    {% endfor -%}
    {{ numbered('segment_id', centres.keys() | list) }} as within_segment_id
from (
    {{ two_best(distances, centres | length, 'least', '{score} <= {best} * (1 + 1e-9)') | indent(4) }}
) as placed
{%- endmacro %}
