{#
    Stops where too large a share of an input is rejected to go on; a smaller one is told in data_findings. Rows that are
    read well and do not count, such as cancelled orders and corrected lines, are no reason to stop. It runs when the rows
    of the input have been judged and before the new table takes the place of the old one: so whatever follows stays as the
    last good build left it.
#}
{% macro check_rejected_share(source) %}
    {% if execute %}
        {% set counts = run_query(
            "select shop, count(*), count(reject_reason) from " ~ this ~ " where " ~ may_be_misread() ~ " group by shop"
            ~ " having count(reject_reason) > " ~ setting('rejected_share_that_stops') ~ " * count(*) order by shop"
        ).rows %}
        {% for shop, rows_read, rows_rejected in counts %}
            {% set reason, reason_count, position = run_query(
                "select reject_reason, count(*), min(row_position) from " ~ this
                ~ " where shop = '" ~ shop ~ "' and reject_reason is not null and " ~ may_be_misread()
                ~ " group by reject_reason order by count(*) desc, reject_reason limit 1"
            ).rows[0].values() %}
            {% set example = raw_row_at(shop, source, position) %}
            {% do refuse_input('shops', shop,
                "Input '" ~ source ~ "' of shop '" ~ shop ~ "': " ~ counted(rows_rejected, rows_read)
                ~ " rows of " ~ place_of_input(shop, source) ~ " are rejected, most often (" ~ '{:,}'.format(reason_count)
                ~ " rows) as '" ~ reason ~ "', such as " ~ example
                ~ ": correct how it is read under vars > shops in dbt_project.yml, or raise"
                ~ " rejected_share_that_stops there."
            ) %}
        {% endfor %}
        {% do warn_of_lost_rows(source) %}
    {% endif %}
{% endmacro %}
