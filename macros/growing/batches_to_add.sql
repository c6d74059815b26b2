{#
    How many of the last batches are to be added to the order lines that are stored; none where these are to be made anew,
    because one of them would be another now: a batch before is not as it was, a later one has lines or orders of an earlier
    one, a line was or would be rejected for its day.
#}
{% macro batches_to_add(batches, query) %}
    {% set stored = rows_of(
        "select made_as, max(case when reject_reason is null then ordered_at end) as latest,"
        ~ " count(case when reject_reason in ('future date', 'stands alone in time', 'replaced by a later batch') then 1 end)"
        ~ ' as unsettled from ' ~ this ~ ' group by made_as'
    ) %}
    {% set settled, added = batches[:stored | length], batches[stored | length:] %}
    {% if stored | map(attribute='made_as') | map('string') | sort | list
        != settled | map(attribute='made_as') | map('string') | sort | list
        or stored | map(attribute='unsettled') | sum %}
        {{ return(none) }}
    {% endif %}
    {% set latest = stored | map(attribute='latest') | reject('none') | list %}
    {% set asked = "(select count(*) from " ~ ref('stg_shop__replaced_lines') ~ ") + (select count(*) from "
        ~ ref('stg_shop__shops') ~ " where alone_from is not null" %}
    {% if latest %}
        {% set asked = asked ~ " or as_of_date + interval 1 day <= timestamp '" ~ latest | max ~ "'" %}
    {% endif %}
    {% if run_query('select ' ~ asked ~ ')').rows[0][0] %}
        {{ return(none) }}
    {% endif %}
    {% if added and (has_other_columns(batches, added) or has_known_orders(batches, added, query)) %}
        {{ return(none) }}
    {% endif %}
    {{ return(added | length) }}
{% endmacro %}
