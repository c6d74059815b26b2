{#
    Chances of being in the nearest and second nearest segment again, next to the columns of a query with the distances
    score1, score2, ..., best_score and second_score and with segment_id, counted from 1 (see
    segmentation/clustering/confidence.py). `confidence` are rows of the stored table of that name, in the order of the
    centres; without any the chances are not known.
#}
{% macro chances_query(placed, confidence) -%}
{%- if not confidence -%}
select
    *,
    cast(null as double) as probability,
    cast(null as double) as second_probability
from (
    {{ placed | indent(4) }}
) as placed
{%- else -%}
{%- set spreads = {'narrow': confidence[0].narrow, 'wide': confidence[0].wide} -%}
select
    *,
    (1 - wide_share) / narrow_sum + wide_share / wide_sum as probability,
    (1 - wide_share) * {{ nearness('second_score', spreads.narrow) }} / narrow_sum
    + wide_share * {{ nearness('second_score', spreads.wide) }} / wide_sum as second_probability
from (
    select
        *,
        {%- for name, spread in spreads.items() %}
        {%- set terms = [] %}
        {%- for row in confidence %}{% do terms.append('coalesce(' ~ nearness('score' ~ loop.index, spread) ~ ', 0)') %}{% endfor %}
        {{ sum_of(terms) }} as {{ name }}_sum,
        {%- endfor %}
        case segment_id
            {%- for row in confidence %} when {{ loop.index }} then {{ double_literal(row.wide_share) }}{% endfor %}
        end as wide_share
    from (
        {{ placed | indent(8) }}
    ) as placed
) as summed
{%- endif -%}
{%- endmacro %}
