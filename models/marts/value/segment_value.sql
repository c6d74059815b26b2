with

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

customer_value as (

    select * from {{ ref('customer_value') }}

),

segments as (

    select
        members.segmentation,
        members.segment_id,
        max(settings.shop) as shop,
        count(*) as customers,
        sum(cast(customer_value.value_so_far as decimal(38, 4))) as value_so_far,
        sum(cast(customer_value.value_next_year as decimal(38, 4))) as value_next_year,
        sum(cast(customer_value.value_at_risk as decimal(38, 4))) as value_at_risk,
        sum(cast(customer_value.win_back_worth as decimal(38, 4))) as win_back_worth,
        sum(cast(customer_value.orders_365_days as decimal(38, 6))) as orders_next_year,
        avg(cast(customer_value.chance_90_days as decimal(38, 6))) as chance_90_days,
        count(case when customer_value.value_tenth = 1 then 1 end) as customers_of_best_tenth

    from members

    inner join settings on members.segmentation = settings.segmentation

    inner join customer_value
        on
            settings.shop = customer_value.shop
            and members.customer_id = customer_value.customer_id

    group by members.segmentation, members.segment_id

),

segmentations as (

    select
        segmentation,
        sum(value_next_year) as value_next_year,
        sum(customers) as customers

    from segments

    group by segmentation

),

segment_value as (

    select
        segments.segmentation,
        segments.segment_id,
        labels.segment_name,
        segments.shop,
        segments.customers,
        segments.customers * 1.0 / segmentations.customers as customer_share,
        segments.value_so_far,
        segments.value_next_year,
        segments.value_next_year / segments.customers as value_per_customer,
        segments.value_next_year / nullif(segmentations.value_next_year, 0) as value_share,
        segments.orders_next_year / segments.customers as orders_per_customer,
        segments.chance_90_days,
        segments.customers_of_best_tenth * 1.0 / segments.customers as best_tenth_share,
        segments.value_at_risk,
        segments.win_back_worth

    from segments

    inner join segmentations on segments.segmentation = segmentations.segmentation

    left join labels
        on
            segments.segmentation = labels.segmentation
            and segments.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from segment_value
