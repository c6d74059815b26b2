{#
    The batches of a shop's order lines as rows of stg_shop__batches: the forms of the files, their figures, the verdicts on
    them, and then what those that count have in common.
#}
{% macro batches_of_shop(shop) %}
    {% set files, batches = files_of_batches(shop), [] %}
    {% set readable = files | rejectattr('problem') | selectattr('rows') | list %}
    {% set figures, overlaps = {}, {} %}
    {% if readable %}
        {% set of_all = shop_of_files(shop, readable | map(attribute='url') | list) %}
        {% set figures, overlaps = batch_figures(of_all, readable), overlaps_of(of_all, readable) %}
    {% endif %}
    {% for file in files %}
        {% set place = readable.index(file) if file in readable else none %}
        {% set batch = dict(figures.get(place, {}), **file) %}
        {% do batch.update(overlaps.get(place, {})) %}
        {% do batch.update({'number': loop.index}) %}
        {% do batches.append(batch) %}
    {% endfor %}
    {% set place = shop.inputs.order_lines %}
    {% set limits = {
        'stops': setting('rejected_share_that_stops') | float, 'warns': setting('rejected_share_that_warns') | float,
        'keeps_copies': place.duplicates == 'keep',
        'has_status': mapped_expressions(shop, 'order_lines').get('order_status', 'null') != 'null',
    } %}
    {% set request = {'batches': batches, 'decisions': batch_decisions(shop.name), 'limits': limits} %}
    {% set verdicts, sound = batch_verdicts(request), [] %}
    {% for verdict in verdicts if verdict.state == 'accepted' %}
        {% do sound.append(batches[verdict.number - 1]) %}
    {% endfor %}
    {% set alike = with_common_days(sound) %}
    {% if alike %}
        {% set of_alike = shop_of_files(shop, alike | map(attribute='url') | list) %}
        {% do limits.update({'has_line_key': line_keys(typed_lines(of_alike)).is_key}) %}
        {% do request.update({'shared': shared_lines(of_alike, alike | map(attribute='number') | list)}) %}
        {% set verdicts = batch_verdicts(request) %}
    {% endif %}
    {% set rows = [] %}
    {% for batch in batches %}
        {% set verdict = verdicts[loop.index0] %}
        {% do rows.append({
            'shop': shop.name, 'batch_number': batch.number, 'batch': batch.name, 'file': batch.file,
            'address': batch.url, 'raw_address': batch.raw_url, 'state': verdict.state, 'is_decided': verdict.is_decided, 'sentence': verdict.sentence,
            'replaced_by': verdict.replaced_by, 'takes': tojson(verdict.takes),
            'lines': batch.rows, 'amount': batch.amount, 'customers': batch.customers, 'first_on': batch.first_on,
            'last_on': batch.last_on, 'columns_read': batch.columns | join(', '), 'format': batch.format,
            'content_hash': batch.content_hash,
        }) %}
    {% endfor %}
    {{ return(rows) }}
{% endmacro %}
