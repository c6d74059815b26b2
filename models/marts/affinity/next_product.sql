{{ config(enabled=has_affinity()) }}

with

items as (

    select * from {{ ref('int_basket_items') }}

    where level = 'category'

),

amounts as (

    select
        shop,
        customer_id,
        ordered_on,
        item as category,
        sum(amount) as amount

    from items

    group by shop, customer_id, ordered_on, item

),

-- Of each day with an order the category that most was spent on.
days as (

    select
        shop,
        customer_id,
        ordered_on,
        category,
        row_number() over (partition by shop, customer_id, ordered_on order by amount desc, category) as place

    from amounts

),

steps as (

    select
        shop,
        customer_id,
        ordered_on,
        category,
        lead(category) over (partition by shop, customer_id order by ordered_on) as next_category

    from days

    where place = 1

),

counted as (

    select
        shop,
        category,
        next_category,
        count(*) as times_seen

    from steps

    where next_category is not null

    group by shop, category, next_category

),

shares as (

    select
        *,
        times_seen * 1.0 / sum(times_seen) over (partition by shop, category) as share,
        sum(times_seen) over (partition by shop, next_category) * 1.0 / sum(times_seen) over (partition by shop)
            as usual_share

    from counted

),

last_days as (

    select * from steps

    where next_category is null

),

bought as (

    select distinct
        shop,
        customer_id,
        category

    from amounts

),

candidates as (

    select
        last_days.shop,
        last_days.customer_id,
        last_days.category as last_category,
        shares.next_category,
        shares.share,
        shares.usual_share,
        shares.times_seen,
        bought.category is null as is_new,
        row_number() over (
            partition by last_days.shop, last_days.customer_id order by shares.share desc, shares.next_category
        ) as place,
        row_number() over (
            partition by last_days.shop, last_days.customer_id, bought.category is null
            order by shares.share desc, shares.next_category
        ) as place_of_kind

    from last_days

    inner join shares
        on
            last_days.shop = shares.shop
            and last_days.category = shares.category

    left join bought
        on
            last_days.shop = bought.shop
            and last_days.customer_id = bought.customer_id
            and shares.next_category = bought.category

),

next_product as (

    select
        shop,
        customer_id,
        last_category,
        max(case when place = 1 then next_category end) as next_category,
        max(case when place = 1 then share end) as next_share,
        max(case when place = 1 then usual_share end) as next_usual_share,
        max(case when place = 1 then times_seen end) as times_seen,
        max(case when is_new and place_of_kind = 1 then next_category end) as new_category,
        max(case when is_new and place_of_kind = 1 then share end) as new_share,
        max(case when is_new and place_of_kind = 1 then usual_share end) as new_usual_share

    from candidates

    group by shop, customer_id, last_category

)

select {{ contracted_columns() }} from next_product
