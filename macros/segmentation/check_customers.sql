{#
    Stops with one sentence where the customers of a segmentation cannot be used: a column that is not there, an id that
    is empty or repeats, a feature without a value, numbers that cannot be read, too few different customers. Without it
    the database would speak of binder errors, or take numbers it cannot read for missing ones.
#}
{% macro check_customers(segmentation, relation) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " %}
    {% set source = segmentation.customers.values() | first %}
    {% do check_customer_columns(segmentation, relation, source, where) %}

    {% set id = 'trim(cast(' ~ segmentation.id ~ ' as string))' %}
    {% set given_id = 'nullif(' ~ id ~ ", '')" %}
    {% set measures = ['count(*)', 'count(' ~ given_id ~ ')', 'count(distinct ' ~ given_id ~ ')', 'min(' ~ id ~ ')'] %}
    {% set numbers = segmentation.features | selectattr('kind', 'equalto', 'number') | list %}
    {% set revenue = [{'name': 'revenue', 'column': segmentation.revenue}] if segmentation.revenue else [] %}
    {% set amounts = numbers + revenue %}
    {% for amount in amounts %}
        {% set unreadable = "nullif(trim(cast(" ~ amount.column ~ " as string)), '') is not null and try_cast("
            ~ amount.column ~ " as double) is null" %}
        {% do measures.append('count(try_cast(' ~ amount.column ~ ' as double))') %}
        {% do measures.append('count(case when ' ~ unreadable ~ ' then 1 end)') %}
        {% do measures.append('min(case when ' ~ unreadable ~ ' then cast(' ~ amount.column ~ ' as string) end)') %}
    {% endfor %}
    {% set found = run_query('select ' ~ measures | join(', ') ~ ' from ' ~ relation).rows[0] %}

    {% if found[1] < found[0] or found[2] < found[1] %}
        {{ exceptions.raise_compiler_error(
            where ~ source ~ " has " ~ found[0] ~ " rows, " ~ (found[0] - found[1])
            ~ " of them without and the others with " ~ found[2] ~ " different values of `id: " ~ segmentation.id ~ "` (such as " ~ found[3]
            ~ "): choose another `id`, or make it one row per customer."
        ) }}
    {% endif %}
    {% set empty = [] %}
    {% for amount in amounts %}
        {% set first = 4 + 3 * loop.index0 %}
        {% set readable, unreadable, example = found[first], found[first + 1], found[first + 2] %}
        {% set what = where ~ amount.name ~ " is no number for " ~ unreadable ~ " of " ~ found[0]
            ~ " customers (such as '" ~ example ~ "'): give `column:` an expression that makes it one." %}
        {% if unreadable > var('unreadable_share_that_stops') * found[0] %}
            {{ exceptions.raise_compiler_error(what) }}
        {% elif unreadable > 0 %}
            {% do exceptions.warn(what) %}
        {% endif %}
        {% if readable == 0 %}{% do empty.append(amount.name) %}{% endif %}
    {% endfor %}
    {% if empty %}
        {{ exceptions.raise_compiler_error(
            where ~ empty | join(', ') ~ " without a value for any customer: take out what has none."
        ) }}
    {% endif %}
    {% do check_enough_customers(segmentation, relation, where) %}
{% endmacro %}
