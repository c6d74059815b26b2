{#
    All checks of a table in one node. Gives a row for each check that fails: the column, the rule and how many rows
    break it. The columns' own rules stand next to their descriptions (see column_checks).

    key      columns that are never empty and unique together
    unique   lists of columns that are unique together, of which some may be empty
    related  {to, columns}: combinations of values that the relation `to` has too
#}
{% test constraints_hold(model, key=[], unique=[], related=[]) %}

{% set checks = column_checks(context['model'].attached_node, key)
    + combination_checks(model, [key] + unique, related) %}

with

counted as (

    select
        {% for check in checks if check.broken_where %}
            count(case when {{ check.broken_where }} then 1 end) as broken_{{ loop.index }},
        {% endfor %}
        count(*) as row_count

    from {{ model }}

),

checked as (

    {% for check in checks %}
        select
            '{{ check.column }}' as column_name,
            {{ text_literal(check.rule) }} as rule,
            ({{ check.broken_rows or 'select broken_' ~ loop.index ~ ' from counted' }}) as broken_rows
        union all
    {% endfor %}

    select
        null as column_name,
        null as rule,
        0 as broken_rows

)

select * from checked
where broken_rows > 0

{% endtest %}
