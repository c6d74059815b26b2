{#
    A select that adds to each row of a staging model its number among equal rows. Numbering all rows would sort them
    all, though hardly any has a copy: so the cheap row_key first finds those that may have one.
#}
{% macro numbered_rows(relation) %}
    with

    repeated_keys as (

        select row_key
        from {{ relation }}
        group by row_key
        having count(*) > 1

    )

    select
        *,
        1 as copy_number
    from {{ relation }}
    where row_key not in (select row_key from repeated_keys)

    union all

    select
        *,
        row_number() over (
            partition by row_key, shop, raw_row, unreadable_line
            order by row_key
        ) as copy_number
    from {{ relation }}
    where row_key in (select row_key from repeated_keys)
{%- endmacro %}
