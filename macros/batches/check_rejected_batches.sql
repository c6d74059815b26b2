{#
    Stops where nearly all lines of a batch that counts are rejected, which is not so of the others: for what a file says
    can be read, and none of it counts. A decision lets it pass, and so does `when_batches_fail: warn`, with a warning. It
    runs when the lines have been judged, before the new table takes the place of the old one.
#}
{% macro check_rejected_batches() %}
    {# Lines after a day that is asked for are as they should be. #}
    {% set asked = configured_shops() | rejectattr('as_of_date', 'equalto', 'latest') | map(attribute='name') | list %}
    {% set is_later = "reject_reason = 'future date' and shop in (" ~ text_literals(asked) ~ ')' if asked else 'false' %}
    {% set lost = rows_of(
        'with counts as (select shop, batch_number, count(*) as lines, count(reject_reason) as rejected,'
        ~ ' mode(reject_reason) as reason from ' ~ this ~ " where batch_number is not null and "
        ~ may_be_misread() ~ ' and not coalesce(' ~ is_later ~ ', false) group by shop, batch_number)'
        ~ ' select batches.shop, batches.batch, counts.lines, counts.rejected, counts.reason from counts'
        ~ ' inner join ' ~ ref('stg_shop__batches') ~ ' as batches on batches.shop = counts.shop'
        ~ ' and batches.batch_number = counts.batch_number inner join (select shop, sum(lines) as lines,'
        ~ ' sum(rejected) as rejected from counts group by shop) as shops on batches.shop = shops.shop'
        ~ ' where not batches.is_decided and counts.lines >= 10 and counts.rejected >= 0.9 * counts.lines'
        ~ ' and shops.rejected - counts.rejected < 0.25 * (shops.lines - counts.lines)'
        ~ ' order by batches.shop, batches.batch_number'
    ) if execute and has_batches() else [] %}
    {% for batch in lost %}
        {% set quoted_name = "'" ~ batch.batch ~ "'" if ' ' in batch.batch else batch.batch %}
        {% set sentence = "Input 'order_lines' of shop '" ~ batch.shop ~ "': of " ~ batch.batch ~ ' '
            ~ counted(batch.rejected, batch.lines) ~ " lines are rejected, most often as '" ~ batch.reason
            ~ "': correct the file, or how it is read under vars > shops in dbt_project.yml; if that is right, run `segments"
            ~ ' batches --accept ' ~ quoted_name ~ ' --reason ...`.' %}
        {% if setting('when_batches_fail') == 'fail' %}
            {% do refuse_input('shops', batch.shop, sentence) %}
        {% else %}
            {% do exceptions.warn(sentence) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
