{# The numbers of the batches of a shop that count, in the order in which they are read (see addresses_in_force). #}
{% macro numbers_in_force(shop_name) %}
    {% set planned = ref('stg_shop__batches') %}
    {% if not execute or load_relation(planned) is none %}{{ return([]) }}{% endif %}
    {{ return(run_query(
        'select batch_number from ' ~ planned ~ " where state = 'accepted' and lines > 0 and shop = "
        ~ text_literal(shop_name) ~ ' order by batch_number'
    ).columns[0].values() | map('int') | list) }}
{% endmacro %}
