{#
    The order lines that `query` gives, with two numbers by which a later build knows them: `made_as`, what the batch of a
    line was and how it was read, and `added_at`, when the line came into the table, which grows. Where all that is stored
    is as this build would make it, they are those of the batches since alone: see batches_to_add.
#}
{% macro new_lines(query) %}
    {% set batches = batches_by_content(query) %}
    {% set made, numbers = [], {} %}
    {% for batch in batches %}{% do numbers.update({batch.batch_number | int: batch.made_as}) %}{% endfor %}
    {% for number in range(1, (batches[-1].batch_number | int) + 1 if batches else 1) %}
        {% do made.append(numbers.get(number, 'null') | string) %}
    {% endfor %}
    {% set all_lines %}
    select
        *,
        cast({{ '[' ~ made | join(', ') ~ '][batch_number]' if made else 'null' }} as bigint) as made_as,
        cast({{ now_as_number() }} as bigint) as added_at
    from ({{ query }}) as lines
    {% endset %}
    {% set added = batches_to_add(batches, all_lines) if batches and may_grow(all_lines) else none %}
    {{ all_lines if added is none else rows_to_add() ~ of_batches(all_lines, batches, added) }}
{% endmacro %}
