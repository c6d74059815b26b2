-- Between which segments did customers move in the last period, and because they changed or because the model did?
-- One row per segmentation and pair of segments; an empty segment stands for those who came or left.

with

migrations as (

    select * from {{ ref('segment_migrations') }}

),

latest as (

    select
        segmentation,
        max(period_end) as period_end

    from migrations

    group by segmentation

),

last_period as (

    select
        migrations.*,
        sum(migrations.customers) over (
            partition by migrations.segmentation, migrations.from_segment_id
        ) as customers_of_origin

    from migrations

    inner join latest
        on
            migrations.segmentation = latest.segmentation
            and migrations.period_end = latest.period_end

),

moved as (

    select
        segmentation,
        period_start,
        period_end,
        from_segment_name,
        to_segment_name,
        customers,
        customers * 1.0 / customers_of_origin as share_of_origin,
        customer_changed,
        model_changed,
        both_changed

    from last_period

    where
        from_segment_id is null
        or to_segment_id is null
        or from_segment_id <> to_segment_id

)

select * from moved
order by segmentation, customers desc, from_segment_name, to_segment_name
