{#
    A select that adds to each row of a relation its hash over all raw columns and its number among equal rows,
    so that hash and number together name a row even where the input holds exact copies of it.
#}
{% macro numbered_rows(relation, columns) %}
select
    *,
    row_number() over (partition by row_hash order by row_hash) as copy_number
from (
    select
        *,
        {{ row_hash(columns) }} as row_hash
    from {{ relation }}
) as hashed
{%- endmacro %}
