with

order_lines as (

    select * from {{ ref('stg_shop__order_lines') }}

),

-- Ids of postage, fees and the like are compared without regard to case and outer blanks.
non_products as (

    select distinct
        lower(trim(product_id)) as product_key,
        true as is_non_product
    from {{ ref('non_product_ids') }}

),

matched as (

    select
        order_lines.*,
        coalesce(non_products.is_non_product, false) as is_non_product,
        '{{ var("cancelled_order_prefix") }}' != ''
        and lower(left(order_lines.order_id, {{ var('cancelled_order_prefix') | length }}))
        = lower('{{ var("cancelled_order_prefix") }}') as is_cancellation
    from order_lines
    left join non_products on lower(order_lines.product_id) = non_products.product_key

),

-- The first reason that holds is given; a line without one is kept.
reasoned as (

    select
        *,
        case
            when ordered_at is null then 'unparseable date'
            when quantity is null then 'unparseable quantity'
            when unit_price is null then 'unparseable price'
            when copy_number > 1 then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when order_id is null then 'missing order id'
            when ordered_at < {{ first_plausible_date() }} then 'before the first plausible date'
            when ordered_at >= {{ as_of_date() }} + interval 1 day then 'future date'
            when is_non_product then 'non-product line'
            when unit_price <= 0 then 'non-positive price'
            when quantity = 0 or (quantity < 0 and not is_cancellation) then 'non-positive quantity'
            when quantity > 0 and is_cancellation then 'cancelled'
        end as reject_reason
    from matched

),

-- A rejected line keeps its raw row and the id it has in staging; of a kept line, nothing reads them.
classified as (

    select
        order_id,
        customer_id,
        product_id,
        product_name,
        category,
        quantity,
        unit_price,
        list_price,
        ordered_at,
        reject_reason,
        case
            when reject_reason is not null then null
            when quantity < 0 then 'return'
            else 'purchase'
        end as line_kind,
        case when reject_reason is not null then row_id end as row_id,
        case when reject_reason is not null then raw_row end as raw_row
    from reasoned

)

select * from classified
