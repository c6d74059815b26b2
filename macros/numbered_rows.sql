{#
    A select that adds to each row of a select its hash over all columns and its number among equal rows, so that
    hash and number together name a row even where the input holds exact copies of it.

    Numbering all rows would sort them all, though hardly any has a copy. So a cheap key first finds the rows that
    may have one, and only those are numbered. The select is repeated rather than named, because an engine would
    keep the rows of a named one in memory.
#}
{% macro numbered_rows(rows, columns) %}
    {%- set keyed_rows = 'select *, ' ~ row_key(columns) ~ ' as row_key from (' ~ rows ~ ') as input_rows' -%}
    {%- set repeated_keys -%}
        select row_key from ({{ keyed_rows }}) as keyed_rows group by row_key having count(*) > 1
    {%- endset -%}
    select
        *,
        {{ row_hash(columns) }} as row_hash,
        1 as copy_number
    from ({{ keyed_rows }}) as keyed_rows
    where row_key not in ({{ repeated_keys }})

    union all

    select
        *,
        row_number() over (partition by row_hash order by row_hash) as copy_number
    from (
        select
            *,
            {{ row_hash(columns) }} as row_hash
        from ({{ keyed_rows }}) as keyed_rows
        where row_key in ({{ repeated_keys }})
    ) as repeated_rows
{%- endmacro %}
