{#
    Warns of files that the last build kept order lines of and that are gone, have no line any more, or none of the same
    days: `rows` are the batches of today. A file with another name and the same content is there.
#}
{% macro report_missing_batches(shop, rows) %}
    {% set known = adapter.get_relation(target.database, generate_schema_name('marts'), 'input_batches') %}
    {% if known %}
        {% set columns = {
            'dataset': 'string', 'source': 'string', 'batch': 'string', 'content_hash': 'string', 'lines_kept': 'bigint',
            'first_on': 'date', 'last_on': 'date',
        } %}
        {% set here, missing = rows | selectattr('lines') | list, [] %}
        {% for batch in rows_of(
            'select batch, lines_kept, cast(first_on as string) as first_on, cast(last_on as string) as last_on from ('
            ~ own_rows(columns, of=known) ~ ") as known where source = 'order_lines' and dataset = "
            ~ text_literal(shop.name) ~ ' and lines_kept > 0 and content_hash not in ('
            ~ text_literals([''] + here | map(attribute='content_hash') | list) ~ ') order by batch'
        ) %}
            {% set now = here | selectattr('batch', 'equalto', batch.batch) | first %}
            {% do missing.append(batch) if not now or (
                now.first_on and (now.first_on > batch.last_on or now.last_on < batch.first_on)
            ) %}
        {% endfor %}
        {% set names, lines = missing | map(attribute='batch') | list, missing | map(attribute='lines_kept') | sum %}
        {% if missing %}
            {% do exceptions.warn(
                shop.name ~ ', order_lines: ' ~ names[:5] | join(', ') ~ (', ...' if names | length > 5)
                ~ (' is' if names | length == 1 else ' are') ~ ' gone, empty or of other days, and the ' ~ '{:,}'.format(lines)
                ~ ' lines that the last build kept of it count no more: bring it back, unless that is meant.'
            ) %}
        {% endif %}
    {% endif %}
{% endmacro %}
