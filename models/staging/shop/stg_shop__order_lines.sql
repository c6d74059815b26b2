{{
    config(
        materialized=table_that_grows(),
        post_hook=[
            "{{ check_currencies() }}", "{{ check_rejected_share('order_lines') }}", "{{ check_rejected_batches() }}"
        ]
    )
}}
-- depends_on: {{ ref('order_statuses') }}, which is read where a shop has a status

{% set lines %}
with

order_lines as (

    {{ identified_rows('order_lines', may_lack=['order_id', 'quantity', 'amount']) | indent(4) }}

),

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

-- Ids of postage, fees and the like, or names where there are no ids, without regard to case and outer blanks.
non_products as (

    select distinct
        lower(trim(product_id)) as product_key,
        true as is_non_product
    from {{ ref('non_product_ids') }}

),

placeholders as (

    select distinct
        lower(trim(customer_id)) as customer_key,
        true as is_placeholder
    from {{ ref('placeholder_customer_ids') }}

),

-- Without order ids, what a customer buys on one day is one order; without quantities, a line is one piece.
completed as (

    select
        order_lines.shop,
        order_lines.as_of_date,
        order_lines.customer_id,
        order_lines.order_id,
        order_lines.product_id,
        order_lines.product_name,
        order_lines.category,
        order_lines.quantity,
        {{ in_currency_of_shop('order_lines.unit_price') }} as unit_price,
        {{ in_currency_of_shop('order_lines.list_price') }} as list_price,
        {{ in_currency_of_shop('coalesce(order_lines.amount, order_lines.order_total)') }} as amount,
        {{ in_currency_of_shop('order_lines.order_discount') }} as order_discount,
        {{ in_currency_of_shop('order_lines.order_refund') }} as order_refund,
        order_lines.amount is null and order_lines.order_total is not null as is_order_total,
        order_lines.order_status,
        order_lines.currency,
        {{ attribute_columns('order_lines.') }}
        order_lines.ordered_at,
        order_lines.batch_number,
        order_lines.is_replaced,
        order_lines.lacks_order_id,
        order_lines.lacks_quantity,
        order_lines.lacks_amount,
        order_lines.unreadable_line,
        order_lines.row_position,
        order_lines.copy_number,
        case
            when order_lines.lacks_order_id then cast(cast(order_lines.ordered_at as date) as string)
            else order_lines.order_id
        end as completed_order_id,
        case when order_lines.lacks_quantity then 1 else order_lines.quantity end as completed_quantity,
        shops.cancelled_order_prefix,
        shops.alone_from,
        coalesce(
            shops.cancelled_order_prefix != ''
            and left(lower(order_lines.order_id), length(shops.cancelled_order_prefix))
            = lower(shops.cancelled_order_prefix),
            false
        ) as is_cancellation,
        coalesce(non_products.is_non_product, false) as is_non_product,
        coalesce(placeholders.is_placeholder, false)
        or {{ is_placeholder('order_lines.shop', 'order_lines.customer_id') }} as is_nobody
    from order_lines
    inner join shops on order_lines.shop = shops.shop
    left join non_products
        on lower(coalesce(order_lines.product_id, order_lines.product_name)) = non_products.product_key
    left join placeholders on lower(order_lines.customer_id) = placeholders.customer_key

),

-- What stands in the first line of an order alone, or in all of them, is the order's.
with_orders as (

    {{ order_facts('completed') | indent(4) }}

),

-- A negative line is a return where it is marked as one, or where the log has no way to mark one.
signed as (

    select
        *,
        case
            when is_cancellation or cancelled_order_prefix is null or lacks_order_id or lacks_quantity
                then coalesce(quantity < 0, false) or coalesce(amount < 0, false)
            else false
        end as is_return,
        -- Pieces of a positive number that take money off: a coupon, a voucher, a discount.
        coalesce(completed_quantity > 0 and coalesce(amount, unit_price) < 0, false)
        and ({{ takes_off('shop') }} or {{ is_discount_name('product_name') }}) as is_discount
    from with_orders

),

-- The first reason that holds is given; a line without one is kept.
judged as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when ordered_at is null then 'unparseable date'
            when completed_quantity is null then 'unparseable quantity'
            when {{ rate_of_currency() }} is null then 'no rate for the currency'
            when known_amount is null and not lacks_amount then 'unparseable amount'
            when known_amount is null and unit_price is null then 'unparseable price'
            when is_replaced then 'replaced by a later batch'
            when copy_number > 1 and {{ drops_duplicates('shop') }} then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when {{ is_damaged_id('customer_id') }} then 'damaged customer id'
            when is_nobody then 'no particular customer'
            when completed_order_id is null then 'missing order id'
            when ordered_at < {{ first_plausible_date() }} then 'before the first plausible date'
            when ordered_at >= alone_from and ordered_at < {{ today() }} + interval 1 day then 'stands alone in time'
            when ordered_at >= as_of_date + interval 1 day then 'future date'
            when outcome = 'cancelled' then 'cancelled'
            when outcome = 'not completed' then 'not completed'
            when is_non_product then 'non-product line'
            when is_discount then null
            when known_amount is null and unit_price <= 0 then 'non-positive price'
            when known_amount = 0 or (known_amount < 0 and not is_return) then 'non-positive price'
            when completed_quantity = 0 or (completed_quantity < 0 and not is_return) then 'non-positive quantity'
            when is_cancellation and not is_return then 'cancelled'
        end as reject_reason
    from signed

),

-- The total of an order is parted among its lines.
parted as (

    {{ with_parted_totals('judged') | indent(4) }}

),

classified as (

    select
        shop,
        completed_order_id as order_id,
        customer_id,
        product_id,
        product_name,
        category,
        completed_quantity as quantity,
        unit_price,
        line_amount as amount,
        list_price,
        order_discount,
        order_refund,
        currency,
        {{ attribute_columns() }}
        ordered_at,
        batch_number,
        reject_reason,
        case
            when reject_reason is not null then null
            when is_discount then 'discount'
            when is_return then 'return'
            when outcome = 'refunded' and not has_refund then 'refunded'
            else 'purchase'
        end as line_kind,
        {{ rejected_row() }}
    from parted

)

select * from classified
{% endset %}

{{ new_lines(lines) }}
