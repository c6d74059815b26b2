{# What stands after `from` for the batches of a place that count; for all of it where they have not been judged. #}
{% macro relation_of_batches(place, what) %}
    {% set addresses = place.addresses or addresses_in_force(place, ref('stg_shop__batches')) %}
    {% if addresses and has_files(place) %}
        {{ return(read_files(addresses)) }}
    {% endif %}
    {% set whole = read_file(place) if has_files(place) else relation_without_batches(place, what) %}
    {{ return(
        '(select * from ' ~ whole ~ ' where ' ~ loading_day(place) ~ ' in (' ~ text_literals(addresses) ~ '))'
        if addresses else whole
    ) }}
{% endmacro %}
