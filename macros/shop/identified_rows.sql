{#
    The rows of one input of all shops, ready to be judged: numbered among equal ones, with the shop's as-of date, and
    with the id of the customer whom the shop's mapping of ids names, else the id that the input gives.
#}
{% macro identified_rows(input) %}
    select
        numbered_rows.*,
        shops.as_of_date,
        coalesce(customer_ids.customer_id, numbered_rows.source_customer_id) as customer_id
    from ({{ numbered_rows(ref('stg_shop__' ~ input)) }}) as numbered_rows
    inner join {{ ref('int_shops') }} as shops on numbered_rows.shop = shops.shop
    left join {{ ref('int_customer_ids') }} as customer_ids
        on
            numbered_rows.shop = customer_ids.shop
            and numbered_rows.source_customer_id = customer_ids.source_customer_id
            and customer_ids.source = '{{ input }}'
{%- endmacro %}
