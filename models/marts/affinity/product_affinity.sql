{{ config(enabled=has_affinity()) }}

with

items as (

    select * from {{ ref('int_basket_items') }}

),

segments as (

    select * from {{ ref('customer_segments') }}

),

-- In an order of a reseller everything is bought with everything, and its pairs are those of hundreds of orders.
sized as (

    select
        *,
        count(*) over (partition by shop, level, customer_id, order_id) as items_of_order

    from items

),

-- Once for all customers, and once by their segment of today.
grouped as (

    select
        sized.*,
        cast(null as integer) as segment_id,
        cast(null as string) as segment_name

    from sized

    where items_of_order <= 50

    union all

    select
        sized.*,
        segments.segment_id,
        segments.segment_name

    from sized

    inner join segments
        on
            sized.segmentation = segments.segmentation
            and sized.customer_id = segments.customer_id

    where sized.items_of_order <= 50

),

totals as (

    select
        shop,
        level,
        segment_id,
        count(distinct concat(customer_id, ' ', order_id)) as orders

    from grouped

    group by shop, level, segment_id

),

single as (

    select
        shop,
        level,
        segment_id,
        item,
        max(item_name) as item_name,
        count(*) as orders

    from grouped

    group by shop, level, segment_id, item

),

pairs as (

    select
        one.shop,
        one.segmentation,
        one.level,
        one.segment_id,
        max(one.segment_name) as segment_name,
        one.item,
        other.item as with_item,
        count(*) as orders

    from grouped as one

    inner join grouped as other
        on
            one.shop = other.shop
            and one.level = other.level
            and one.customer_id = other.customer_id
            and one.order_id = other.order_id
            and one.item <> other.item
            and coalesce(one.segment_id, -1) = coalesce(other.segment_id, -1)

    group by one.shop, one.segmentation, one.level, one.segment_id, one.item, other.item

    having count(*) >= 5

),

measured as (

    select
        pairs.shop,
        pairs.segmentation,
        pairs.level,
        pairs.segment_id,
        pairs.segment_name,
        pairs.item,
        single.item_name,
        pairs.with_item,
        with_single.item_name as with_item_name,
        totals.orders,
        single.orders as orders_with_item,
        with_single.orders as orders_with_other,
        pairs.orders as orders_with_both,
        pairs.orders * 1.0 / totals.orders as support,
        pairs.orders * 1.0 / single.orders as confidence,
        pairs.orders * 1.0 * totals.orders / (single.orders * with_single.orders) as lift

    from pairs

    inner join totals
        on
            pairs.shop = totals.shop
            and pairs.level = totals.level
            and coalesce(pairs.segment_id, -1) = coalesce(totals.segment_id, -1)

    inner join single
        on
            pairs.shop = single.shop
            and pairs.level = single.level
            and coalesce(pairs.segment_id, -1) = coalesce(single.segment_id, -1)
            and pairs.item = single.item

    inner join single as with_single
        on
            pairs.shop = with_single.shop
            and pairs.level = with_single.level
            and coalesce(pairs.segment_id, -1) = coalesce(with_single.segment_id, -1)
            and pairs.with_item = with_single.item

),

-- By how many standard deviations there are more than chance would bring. Of thousands of pairs some always are.
tested as (

    select
        *,
        round((orders_with_both - orders_with_both / lift) / sqrt(orders_with_both / lift), 9) as z_score

    from measured

),

ranked as (

    select
        *,
        row_number() over (partition by shop, level, segment_id order by z_score desc, item, with_item) as place

    from tested

    where z_score >= 4

),

product_affinity as (

    select * from ranked

    where place <= 100

)

select {{ contracted_columns() }} from product_affinity
