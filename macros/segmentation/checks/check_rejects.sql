{# Stops where so many rows are rejected for one reason that the file is not what the configuration takes it for. #}
{% macro check_rejects(segmentation, rows) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " %}
    {% set place = customers_name(segmentation) %}
    {% set counts = {} %}
    {% for row in run_query("select coalesce(reject_reason, ''), count(*) from " ~ rows ~ " group by 1").rows %}
        {% do counts.update({row[0]: row[1] | int}) %}
    {% endfor %}
    {% set total = counts.values() | sum %}
    {% if total == 0 %}
        {{ exceptions.raise_compiler_error(
            where ~ place ~ " has no rows: name one with customers."
        ) }}
    {% endif %}
    {% set most = setting('rejected_share_that_stops') * total %}
    {% set id = '`id: ' ~ segmentation.id ~ '`' %}
    {% set unreadable = counts.get('wrong number of fields', 0) %}
    {% set missing = counts.get('missing customer id', 0) %}
    {% set damaged = counts.get('damaged customer id', 0) %}
    {% set repeated = counts.get('exact duplicate', 0) + counts.get('repeated customer id', 0) %}
    {% set impossible = counts.get('impossible age', 0) %}
    {% if unreadable > most %}
        {% set line = run_query(
            "select " ~ masked_raw_row('min(raw_row)') ~ " from " ~ rows ~ " where reject_reason = 'wrong number of fields'"
        ).rows[0][0] %}
        {{ exceptions.raise_compiler_error(
            where ~ counted(unreadable, total) ~ " lines of " ~ place
            ~ " have another number of fields than its header (such as '" ~ line ~ "'): name its `delimiter:` under `customers:`, and by `skip:` the lines before the header."
        ) }}
    {% elif missing > most %}
        {{ exceptions.raise_compiler_error(
            where ~ id ~ " has no value in " ~ counted(missing, total) ~ " rows of " ~ place ~ ": choose another `id`."
        ) }}
    {% elif damaged > most %}
        {% set example = run_query(
            "select min(customer_id) from " ~ rows ~ " where reject_reason = 'damaged customer id'"
        ).rows[0][0] %}
        {{ exceptions.raise_compiler_error(
            where ~ id ~ " has values that a spreadsheet has shortened in " ~ counted(damaged, total) ~ " rows of "
            ~ place ~ " (such as " ~ example ~ "), and their other digits are lost: export the table again with that column formatted as text."
        ) }}
    {% elif repeated > most %}
        {% set found = run_query(
            "select " ~ masked_row('min(customer_id)') ~ ", count(distinct customer_id) from " ~ rows
            ~ " where customer_id is not null"
        ).rows[0] %}
        {{ exceptions.raise_compiler_error(
            where ~ id ~ " has " ~ '{:,}'.format(found[1] | int) ~ " different values (such as " ~ found[0] ~ ") in "
            ~ '{:,}'.format(total) ~ " rows of " ~ place ~ ", so that most rows repeat a customer: choose another `id`, or "
            ~ ("`id: file_row_number` where every row is a customer of its own."
               if segmentation.customers.file is defined else "a table with one row per customer.")
        ) }}
    {% elif impossible > most %}
        {% set ages = segmentation.features | selectattr('type', 'in', ['age', 'birth_year', 'birth_date']) %}
        {{ exceptions.raise_compiler_error(
            where ~ ages | map(attribute='name') | join(', ') ~ " gives an age below 0 or above " ~ setting('oldest_plausible_age') ~ " in "
            ~ counted(impossible, total) ~ " rows of " ~ place ~ ": correct the `type:` of the feature, or the as_of_date."
        ) }}
    {% endif %}
{% endmacro %}
