{#
    Every row of one input of all its shops: its columns as the types they are read as, null where a value cannot be
    read; the row as it came; and its number among equal rows. Numbering all rows would sort them all, though hardly any
    has a copy: so a cheap row_key first finds those that may have one.
#}
{% macro input_rows(input, may_lack=[]) -%}
    {%- set columns = columns_of_input(input) -%}
    {%- set keyed -%}
    select
        *,
        {{ row_key(['shop', 'unreadable_line'] + columns.keys() | list) }} as row_key
    from ({{ raw_rows(input, may_lack) }}) as raw_rows
    {%- endset -%}
    with

    repeated_keys as (

        select row_key
        from ({{ keyed }}) as keyed
        group by row_key
        having count(*) > 1

    ),

    numbered as (

        select
            *,
            1 as copy_number
        from ({{ keyed }}) as keyed
        where row_key not in (select row_key from repeated_keys)

        union all

        select
            *,
            row_number() over (
                partition by row_key, shop, unreadable_line, {{ columns.keys() | join(', ') }}
                order by row_key
            ) as copy_number
        from ({{ keyed }}) as keyed
        where row_key in (select row_key from repeated_keys)

    )

    select
        shop,
        {%- for column, type in columns.items() %}
        {{ typed(column, input, type) }} as {{ column }},
        {%- endfor %}
        {%- for column in may_lack %}
        lacks_{{ column }},
        {%- endfor %}
        {{ raw_row(columns) }} as raw_row,
        unreadable_line,
        copy_number
    from numbered
{%- endmacro %}
