{{ config(post_hook="{{ check_rejected_share('order_lines') }}") }}

with

order_lines as (

    {{ identified_rows('order_lines', may_lack=['order_id', 'quantity', 'amount']) | indent(4) }}

),

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

-- Ids of postage, fees and the like are compared without regard to case and outer blanks.
non_products as (

    select distinct
        lower(trim(product_id)) as product_key,
        true as is_non_product
    from {{ ref('non_product_ids') }}

),

-- Without order ids, what a customer buys on one day is one order; without quantities, a line is one piece.
completed as (

    select
        order_lines.*,
        case
            when order_lines.lacks_order_id then cast(cast(order_lines.ordered_at as date) as string)
            else order_lines.order_id
        end as completed_order_id,
        case when order_lines.lacks_quantity then 1 else order_lines.quantity end as completed_quantity,
        shops.cancelled_order_prefix,
        coalesce(
            shops.cancelled_order_prefix != ''
            and left(lower(order_lines.order_id), length(shops.cancelled_order_prefix))
            = lower(shops.cancelled_order_prefix),
            false
        ) as is_cancellation,
        coalesce(non_products.is_non_product, false) as is_non_product
    from order_lines
    inner join shops on order_lines.shop = shops.shop
    left join non_products on lower(order_lines.product_id) = non_products.product_key

),

-- A negative line is a return where it is marked as one, or where the log has no way to mark one.
signed as (

    select
        *,
        case
            when is_cancellation or cancelled_order_prefix is null or lacks_order_id or lacks_quantity
                then coalesce(quantity < 0, false) or coalesce(amount < 0, false)
            else false
        end as is_return
    from completed

),

-- The first reason that holds is given; a line without one is kept.
judged as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when ordered_at is null then 'unparseable date'
            when completed_quantity is null then 'unparseable quantity'
            when amount is null and not lacks_amount then 'unparseable amount'
            when amount is null and unit_price is null then 'unparseable price'
            when copy_number > 1 then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when completed_order_id is null then 'missing order id'
            when ordered_at < {{ first_plausible_date() }} then 'before the first plausible date'
            when ordered_at >= as_of_date + interval 1 day then 'future date'
            when is_non_product then 'non-product line'
            when amount is null and unit_price <= 0 then 'non-positive price'
            when amount = 0 or (amount < 0 and not is_return) then 'non-positive price'
            when completed_quantity = 0 or (completed_quantity < 0 and not is_return) then 'non-positive quantity'
            when is_cancellation and not is_return then 'cancelled'
        end as reject_reason
    from signed

),

-- Of a kept line, nothing reads the raw row and its id.
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
        amount,
        list_price,
        ordered_at,
        reject_reason,
        case
            when reject_reason is not null then null
            when is_return then 'return'
            else 'purchase'
        end as line_kind,
        {{ rejected_row() }}
    from judged

)

select * from classified
