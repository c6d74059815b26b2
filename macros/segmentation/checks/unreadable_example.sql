{#
    The first value of a number, date or flag that is given but cannot be read, without what identifies people, the
    number of its row where there is one, and whether most such values are numbers damaged by a locale (see
    damaged_number).
#}
{% macro unreadable_example(segmentation, value, source) %}
    {% set place = segmentation.customers %}
    {% set position = file_position() if place.file is defined else 'cast(null as bigint)' %}
    {% set given %}
        select {{ given_text(value.column) }} as given, {{ position }} as file_position from {{ source }} as source_rows
    {% endset %}
    {% set unreadable %}
        select *, {{ damaged_number('given', place) }} as is_damaged
        from ({{ given }}) as given_values
        where given is not null and {{ read_value('given', value.type, none, place) }} is null
    {% endset %}
    {% set first = run_query(
        'select ' ~ masked_row('given') ~ ', file_position from (' ~ unreadable
        ~ ' order by file_position nulls last, given limit 1) as first_value'
    ).rows[0] %}
    {% set damaged_share = run_query(
        'select avg(case when is_damaged then 1.0 else 0.0 end) from (' ~ unreadable ~ ') as unreadable_values'
    ).rows[0][0] %}
    {% set row = ' in row ' ~ '{:,}'.format((first[1] | int) % 1000000000000 + 1) if first[1] is not none else '' %}
    {{ return({'text': "(such as '" ~ first[0] ~ "'" ~ row ~ ")", 'is_damaged': damaged_share >= 0.5}) }}
{% endmacro %}
