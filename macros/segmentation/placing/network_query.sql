{#
    The likeliest and second likeliest segment of each scaled customer by a network: `layers` are lists of units, a unit
    the list of its bias and weights. Between layers negative values become 0; after the last one comes a softmax.
    Probabilities that differ by no more than roundings do are equal (see segmentation/networks/scoring.py).
    `ids` are the numbers of the segments, if not 1, 2, ...; see nearest_centre_query for `within`.
#}
{% macro network_query(scaled, layers, ids=none, within=none) -%}
    {%- set nested = namespace(query=scaled) -%}
    {%- for units in layers -%}
        {%- set is_last = loop.last -%}
        {%- set outputs = ['customer_id', 'is_unknown'] + (['within_segment_id'] if within else []) -%}
        {%- for unit in units -%}
            {%- set terms = [double_literal(unit[0])] -%}
            {%- for weight in unit[1:] -%}
                {%- do terms.append('x' ~ loop.index ~ ' * ' ~ double_literal(weight)) -%}
            {%- endfor -%}
            {%- do outputs.append(
                score_within(sum_of(terms), within, loop.index0) ~ ' as score' ~ loop.index if is_last
                else 'greatest(' ~ sum_of(terms) ~ ', 0e0) as x' ~ loop.index
            ) -%}
        {%- endfor -%}
        {%- set nested.query = 'select\n    ' ~ outputs | join(',\n    ') ~ '\nfrom (\n    '
            ~ nested.query | indent(4) ~ '\n) as inputs' -%}
    {%- endfor -%}
    {%- set exponentials = [] -%}
    {%- for unit in layers[-1] -%}
        {%- set exponential = 'exp(score' ~ loop.index ~ ' - best_score)' -%}
        {%- do exponentials.append('coalesce(' ~ exponential ~ ', 0)' if within else exponential) -%}
    {%- endfor -%}
select
    customer_id,
    is_unknown,
    {{ numbered('segment_id', ids) }} as segment_id,
    {{ numbered('second_segment_id', ids) }} as second_segment_id,
    1 / ({{ sum_of(exponentials) }}) as probability,
    exp(second_score - best_score) / ({{ sum_of(exponentials) }}) as second_probability
from (
    {{ two_best(nested.query, layers[-1] | length, 'greatest', '{score} >= {best} - 1e-9') | indent(4) }}
) as placed
{%- endmacro %}
