{% set sources = shop_inputs().keys() | reject('equalto', 'customer_ids') | list %}

with

customer_ids as (

    select * from {{ ref('int_customer_ids_classified') }}
    where reject_reason is null

),

sources as (

    {% for source in sources -%}
        select '{{ source }}' as source
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- What is said of one source by its name goes before what is said of all.
ranked as (

    select
        customer_ids.shop,
        sources.source,
        customer_ids.source_customer_id,
        customer_ids.customer_id,
        row_number() over (
            partition by customer_ids.shop, sources.source, customer_ids.source_customer_id
            order by case when customer_ids.source = '*' then 2 else 1 end
        ) as precedence
    from customer_ids
    inner join sources on customer_ids.source in (sources.source, '*')

),

mapped as (

    select
        shop,
        source,
        source_customer_id,
        customer_id
    from ranked
    where precedence = 1

)

select * from mapped
