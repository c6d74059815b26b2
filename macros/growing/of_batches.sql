{# The order lines of the last batches of those that a query reads, `added` of them, as they are in it. #}
{% macro of_batches(query, batches, added) %}
    {% if not added %}
        {{ return('select * from (' ~ query ~ ') as lines where false') }}
    {% endif %}
    {% set addresses, before = batches | map(attribute='address') | list, batches | length - added %}
    {{ return(
        query | replace(text_literals(addresses), text_literals(addresses[before:]))
        | replace('file_index', '(file_index + ' ~ before ~ ')')
    ) }}
{% endmacro %}
