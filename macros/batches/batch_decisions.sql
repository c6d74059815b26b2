{#
    What somebody has decided of batches of a shop, from the file that the variable `batch_decisions` names and `segments
    batches` writes: a decision holds for a content, not for whatever comes under the same name.
#}
{% macro batch_decisions(shop_name) %}
    {% set given, result = setting('batch_decisions'), [] %}
    {% if given %}
        {% if run_query('select count(*) from glob(' ~ text_literal(given) ~ ')').rows[0][0] == 0 %}
            {{ exceptions.raise_compiler_error(
                "`vars` in dbt_project.yml names the file " ~ given ~ " under batch_decisions, which is not there: put it"
                ~ " back, or take the variable out and decide again by segments batches."
            ) }}
        {% endif %}
        {% do result.extend(rows_of(
            'select batch, content_hash, decision, reason from read_csv(' ~ text_literal(given)
            ~ ', header = true, all_varchar = true) where shop = ' ~ text_literal(shop_name) ~ ' order by all'
        )) %}
    {% endif %}
    {{ return(result) }}
{% endmacro %}
