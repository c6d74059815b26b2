{#
    The nearest and second nearest of `centres`, lists of coordinates, for each scaled customer. Distances that differ by
    no more than roundings do are equal, and the lower number counts (see segmentation/clustering/kmeans.py). `ids` are the
    numbers of their segments, if not 1, 2, ...; `within` the numbers of the segments that sub-segments lie within: then only
    those within the customer's `within_segment_id` count. `confidence` gives chances, see chances_query.
#}
{% macro nearest_centre_query(scaled, centres, ids=none, within=none, confidence=none) -%}
    {%- set distances -%}
    select
        customer_id,
        is_unknown
        {%- for centre in centres %},
        {{ score_within(distance_from(centre), within, loop.index0) }} as score{{ loop.index }}
        {%- endfor %}
    from (
        {{ scaled | indent(8) }}
    ) as scaled_customers
    {%- endset -%}
    {%- set nearest = two_best(distances, centres | length, 'least', '{score} <= {best} * (1 + 1e-9)') -%}
select
    customer_id,
    is_unknown,
    {{ numbered('segment_id', ids) }} as segment_id,
    {{ numbered('second_segment_id', ids) }} as second_segment_id,
    best_score as distance,
    second_score as second_distance,
    probability,
    second_probability
from (
    {{ chances_query(nearest, confidence) | indent(4) }}
) as placed
{%- endmacro %}
