{%- set reached_at = reached(ref('int_order_lines')) -%}

with

customers as (

    select * from {{ ref('stg_shop__customers') }}
    where reject_reason is null

),

order_lines as (

    select
        {{ customer_key() }} as customer_key,
        shop,
        customer_id,
        ordered_on as first_line_on,
        added_at
    from {{ ref('int_order_lines') }}
    {% if reached_at -%}
        where added_at > {{ reached_at }}

        union all

        -- What an earlier build found in the lines before.
        select
            customer_key,
            shop,
            customer_id,
            first_line_on,
            added_at
        from {{ this }}
        where has_order_lines
    {%- endif %}

),

buyers as (

    select
        {{ shop_of_group() }} as shop,
        any_value(customer_id) as customer_id,
        min(first_line_on) as first_line_on,
        max(added_at) as added_at,
        true as has_order_lines
    from order_lines
    group by customer_key

),

-- A buyer the customer input does not know is a customer all the same, without attributes.
combined as (

    select
        coalesce(customers.shop, buyers.shop) as shop,
        coalesce(customers.customer_id, buyers.customer_id) as customer_id,
        customers.gender,
        customers.birth_date,
        customers.region,
        customers.acquisition_channel,
        customers.signed_up_on,
        -- Who is in the customer input without a date may always have been there.
        case
            when customers.customer_id is null or customers.signed_up_on is not null
                then least(
                    coalesce(customers.signed_up_on, buyers.first_line_on),
                    coalesce(buyers.first_line_on, customers.signed_up_on)
                )
        end as known_from,
        coalesce(buyers.has_order_lines, false) as has_order_lines,
        buyers.first_line_on,
        buyers.added_at
    from customers
    full outer join buyers
        on
            customers.shop = buyers.shop
            and customers.customer_id = buyers.customer_id

)

select
    {{ customer_key() }} as customer_key,
    *
from combined
