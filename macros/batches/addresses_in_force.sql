{#
    The addresses of the files of a shop's order lines that count, as stg_shop__batches has them; with `is_raw` of the place
    those under which they are read as they came. None where they have not been judged. A build stops here where a batch was
    set aside and nobody has decided that it may, so that what the last build published stands.
#}
{% macro addresses_in_force(place, planned) %}
    {% if not execute or load_relation(planned) is none %}
        {{ return(none) }}
    {% endif %}
    {% set rows = rows_of(
        'select * from ' ~ planned ~ ' where shop = ' ~ text_literal(place.batches_of) ~ ' order by batch_number'
    ) %}
    {% set failed = rows | selectattr('state', 'equalto', 'set aside') | rejectattr('is_decided') | list %}
    {% set in_force = rows | selectattr('state', 'equalto', 'accepted') | selectattr('lines') | list %}
    {% set quoted_name = "'" ~ failed[0].batch ~ "'" if failed and ' ' in failed[0].batch else failed and failed[0].batch %}
    {% if rows and asks_database() and (not in_force or (failed and setting('when_batches_fail') == 'fail')) %}
        {{ exceptions.raise_compiler_error(
            "Input 'order_lines' of shop '" ~ place.batches_of ~ "': " ~ (failed or rows) | map(attribute='sentence')
            | join(' ') ~ (" The tables of the last build stand. To go on without it, run `segments batches --set-aside "
            ~ quoted_name ~ " --reason ...`, or write `when_batches_fail: warn` under vars in dbt_project.yml; then run"
            ~ " dbt build, not dbt retry."
            if failed else " No file counts: bring one.")
        ) }}
    {% endif %}
    {{ return(in_force | map(attribute='raw_address' if place.is_raw else 'address') | list or none) }}
{% endmacro %}
