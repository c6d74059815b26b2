{{ config(post_hook=["{{ check_currencies() }}", "{{ check_rejected_share('order_lines') }}"]) }}
-- depends_on: {{ ref('order_statuses') }}, which is read where a shop has a status

{%- set has_status = is_mapped('order_lines', 'order_status') -%}
{%- set has_total = is_mapped('order_lines', 'order_total') -%}
{%- set has_discount = is_mapped('order_lines', 'order_discount') -%}
{%- set has_refund = is_mapped('order_lines', 'order_refund') -%}
{%- set has_currency = is_mapped('order_lines', 'currency') %}

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
        {% for column in ['unit_price', 'list_price', 'order_total', 'order_discount', 'order_refund'] -%}
        {% if column in columns_of_input('order_lines') -%}
        {{ in_currency_of_shop('order_lines.' ~ column) }} as {{ column }},
        {% endif -%}
        {% endfor -%}
        {% if has_total -%}
        {{ in_currency_of_shop('coalesce(order_lines.amount, order_lines.order_total)') }} as amount,
        order_lines.amount is null and order_lines.order_total is not null as is_order_total,
        {% else -%}
        {{ in_currency_of_shop('order_lines.amount') }} as amount,
        {% endif -%}
        {{ 'order_lines.currency,' if has_currency }}
        {{ 'order_lines.order_status,' if has_status }}
        order_lines.ordered_at,
        order_lines.lacks_order_id,
        order_lines.lacks_quantity,
        order_lines.lacks_amount,
        order_lines.raw_row,
        order_lines.unreadable_line,
        order_lines.copy_number,
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
        coalesce(non_products.is_non_product, false) as is_non_product,
        coalesce(placeholders.is_placeholder, false)
        or {{ is_placeholder('order_lines.shop', 'order_lines.customer_id') }} as is_nobody
    from order_lines
    inner join shops on order_lines.shop = shops.shop
    left join non_products
        on lower(coalesce(order_lines.product_id, order_lines.product_name)) = non_products.product_key
    left join placeholders on lower(order_lines.customer_id) = placeholders.customer_key

),
{%- set of_orders = has_status or has_total or has_refund %}
{%- if of_orders %}

-- What stands in the first line of an order alone, or in all of them, is the order's.
with_orders as (

    select
        *
        {%- if has_status %},
        {{ status_word('coalesce(order_status, max(order_status) over whole_order)') }} as status_word
        {%- endif %}
        {%- if has_total %},
        coalesce(amount, max(case when is_order_total then amount end) over whole_order) as line_or_total
        {%- endif %}
        {%- if has_refund %},
        coalesce(max(order_refund) over whole_order, 0) > 0 as is_partly_refunded
        {%- endif %}
    from completed
    window whole_order as (partition by shop, customer_id, completed_order_id)

),
{%- endif %}
{%- if has_status %}

-- An unknown status says nothing.
with_outcomes as (

    select
        with_orders.*,
        {{ order_outcome('with_orders.shop', 'with_orders.status_word', 'order_statuses.outcome') }} as order_outcome
    from with_orders
    left join {{ ref('order_statuses') }} as order_statuses on with_orders.status_word = order_statuses.status

),
{%- endif %}

-- A negative line is a return where it is marked as one, or where the log has no way to mark one.
signed as (

    select
        *,
        case
            when is_cancellation or cancelled_order_prefix is null or lacks_order_id or lacks_quantity
                then coalesce(quantity < 0, false) or coalesce(amount < 0, false)
            else false
        end as is_return,
        {{ 'line_or_total' if has_total else 'amount' }} as known_amount,
        {{ 'order_outcome' if has_status else "cast(null as string)" }} as outcome,
        {{ 'is_partly_refunded' if has_refund else 'false' }} as is_partly_refunded_order,
        -- Pieces of a positive number that take money off: a coupon, a voucher, a discount.
        coalesce(completed_quantity > 0 and coalesce(amount, unit_price) < 0, false)
        and ({{ takes_off('shop') }} or {{ is_discount_name('product_name') }}) as is_discount
    from {{ 'with_outcomes' if has_status else 'with_orders' if of_orders else 'completed' }}

),

-- The first reason that holds is given; a line without one is kept.
judged as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when ordered_at is null then 'unparseable date'
            when completed_quantity is null then 'unparseable quantity'
            {% if has_currency -%}
            when {{ rate_of_currency() }} is null then 'no rate for the currency'
            {% endif -%}
            when known_amount is null and not lacks_amount then 'unparseable amount'
            when known_amount is null and unit_price is null then 'unparseable price'
            when copy_number > 1 and {{ drops_duplicates('shop') }} then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when {{ is_damaged_id('customer_id') }} then 'damaged customer id'
            when is_nobody then 'no particular customer'
            when completed_order_id is null then 'missing order id'
            when ordered_at < {{ first_plausible_date() }} then 'before the first plausible date'
            when ordered_at >= as_of_date + interval 1 day then 'future date'
            when outcome in ('cancelled', 'not completed') then outcome
            when is_non_product then 'non-product line'
            when is_discount then null
            when known_amount is null and unit_price <= 0 then 'non-positive price'
            when known_amount = 0 or (known_amount < 0 and not is_return) then 'non-positive price'
            when completed_quantity = 0 or (completed_quantity < 0 and not is_return) then 'non-positive quantity'
            when is_cancellation and not is_return then 'cancelled'
        end as reject_reason
    from signed

),
{%- if has_total %}

-- The total of an order is parted among its lines, and adds up to the digit.
parted as (

    select
        *,
        case
            when not is_order_total and amount is not null then amount
            when reject_reason is null
                then
                    round(known_amount * row_number() over kept_order / count(*) over whole_kept_order, 4)
                    - round(known_amount * (row_number() over kept_order - 1) / count(*) over whole_kept_order, 4)
        end as parted_amount
    from judged
    window
        kept_order as (
            partition by shop, customer_id, completed_order_id, reject_reason
            order by product_id, quantity, ordered_at, copy_number
        ),
        whole_kept_order as (partition by shop, customer_id, completed_order_id, reject_reason)

),
{%- endif %}

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
        {{ 'cast(parted_amount as decimal(18, 4))' if has_total else 'amount' }} as amount,
        list_price,
        {{ 'order_discount' if has_discount else 'cast(null as decimal(18, 4))' }} as order_discount,
        {{ 'order_refund' if has_refund else 'cast(null as decimal(18, 4))' }} as order_refund,
        {{ 'currency' if has_currency else 'cast(null as string)' }} as currency,
        ordered_at,
        reject_reason,
        case
            when reject_reason is not null then null
            when is_discount then 'discount'
            when is_return then 'return'
            when outcome = 'refunded' and not is_partly_refunded_order then 'refunded'
            else 'purchase'
        end as line_kind,
        {{ rejected_row() }}
    from {{ 'parted' if has_total else 'judged' }}

)

select * from classified
