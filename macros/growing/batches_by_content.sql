{#
    The batches of order lines that count, in order, each with a number (`made_as`) for what it is and for all that says how
    its lines are judged: the query, but for its list of batches and its day, and what the small tables hold that it looks
    into. None where order lines do not come as files of one shop.
#}
{% macro batches_by_content(query) %}
    {% set shops = shops_with('order_lines') %}
    {% set place = shops[0].inputs.order_lines if shops | length == 1 else {} %}
    {% if not asks_database() or target.type != 'duckdb' or not place.batches_of or not has_files(place) %}
        {{ return([]) }}
    {% endif %}
    {% set batches = rows_of(
        'select batch_number, address, content_hash from ' ~ ref('stg_shop__batches')
        ~ " where state = 'accepted' and lines > 0 order by batch_number"
    ) %}
    {# Another version of the engine may make other keys. #}
    {% set contents, of_models = ['version()'], [] %}
    {% for relation in [
        ref('non_product_ids'), ref('placeholder_customer_ids'), ref('order_statuses'), ref('stg_shop__customer_ids'),
        '(select shop, cancelled_order_prefix from ' ~ ref('stg_shop__shops') ~ ')'
    ] %}
        {% do contents.append('(select sum(hash(looked_up)) from ' ~ relation ~ ' as looked_up)') %}
    {% endfor %}
    {# What is made of the lines is added to where they are. #}
    {% set made_of_lines = graph.nodes.values() | selectattr('name', 'in', made_of_order_lines()) %}
    {% for node in made_of_lines | sort(attribute='unique_id') %}
        {% do of_models.append(node.raw_code) %}
    {% endfor %}
    {% set numbers = batches | map(attribute='batch_number') | join(', ') %}
    {% set reading = query | replace(text_literals(batches | map(attribute='address') | list), '')
        | replace('[' ~ numbers ~ '][', '[][') | replace(today(), '') %}
    {% set known = tojson([
        reading, run_query('select ' ~ contents | join(', ')).rows[0].values() | map('string') | list, of_models,
        customer_key(), paid_amount()
    ]) %}
    {% for batch in batches %}
        {% set digest = local_md5(known ~ tojson(batch.values() | map('string') | list)) %}
        {% do batch.update({'made_as': digest[:15] | int(base=16)}) %}
    {% endfor %}
    {{ return(batches) }}
{% endmacro %}
