with

segments as (

    select * from {{ ref('segments') }}

),

migrations as (

    select * from {{ ref('segment_migrations') }}

),

history as (

    select * from {{ ref('segment_history') }}

),

champions as (

    select * from {{ ref('champions') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

orders as (

    select * from {{ ref('int_orders') }}

),

first_periods as (

    select
        segmentation,
        min(period_start) as period_start

    from migrations

    group by segmentation

),

sizes as (

    select
        segmentation,
        to_segment_id as segment_id,
        period_end as as_of_date,
        sum(customers) as customers

    from migrations

    where to_segment_id is not null

    group by segmentation, to_segment_id, period_end

    union all

    select
        migrations.segmentation,
        migrations.from_segment_id as segment_id,
        migrations.period_start as as_of_date,
        sum(migrations.customers) as customers

    from migrations

    inner join first_periods
        on
            migrations.segmentation = first_periods.segmentation
            and migrations.period_start = first_periods.period_start

    where migrations.from_segment_id is not null

    group by migrations.segmentation, migrations.from_segment_id, migrations.period_start

),

spent as (

    select
        customer_key,
        coalesce(ordered_on, first_line_on) as happened_on,
        amount - returned_amount as revenue

    from orders

),

-- What a customer has spent is in the segment from the day on which both are there, and leaves it with the customer.
stays as (

    select
        history.segmentation,
        history.segment_id,
        greatest(history.valid_from, spent.happened_on) as entered_on,
        history.valid_to as left_on,
        sum(spent.revenue) as revenue

    from history

    inner join settings on history.segmentation = settings.segmentation

    inner join spent
        on
            {{ row_key(['settings.shop', 'history.customer_id']) }} = spent.customer_key
            and spent.happened_on < coalesce(history.valid_to, date '9999-12-31')

    group by
        history.segmentation,
        history.segment_id,
        greatest(history.valid_from, spent.happened_on),
        history.valid_to

),

amounts as (

    select
        segmentation,
        segment_id,
        entered_on as happened_on,
        sum(revenue) as revenue

    from stays

    group by segmentation, segment_id, entered_on

    union all

    select
        segmentation,
        segment_id,
        left_on as happened_on,
        -sum(revenue) as revenue

    from stays

    where left_on is not null

    group by segmentation, segment_id, left_on

),

-- Of today the table of segments knows more than the orders.
past as (

    select
        sizes.segmentation,
        sizes.segment_id,
        sizes.as_of_date,
        max(sizes.customers) as customers,
        sum(amounts.revenue) as revenue

    from sizes

    inner join champions
        on
            sizes.segmentation = champions.segmentation
            and sizes.as_of_date < champions.as_of_date

    left join amounts
        on
            sizes.segmentation = amounts.segmentation
            and sizes.segment_id = amounts.segment_id
            and sizes.as_of_date >= amounts.happened_on

    group by sizes.segmentation, sizes.segment_id, sizes.as_of_date

),

days as (

    select * from past

    union all

    select
        segments.segmentation,
        segments.segment_id,
        champions.as_of_date,
        segments.customers,
        segments.revenue

    from segments

    inner join champions on segments.segmentation = champions.segmentation

),

totals as (

    select
        segmentation,
        as_of_date,
        sum(customers) as customers,
        sum(revenue) as revenue

    from days

    group by segmentation, as_of_date

),

segment_trends as (

    select
        days.segmentation,
        days.segment_id,
        days.as_of_date,
        days.customers,
        days.customers * 1.0 / totals.customers as customer_share,
        days.revenue,
        {{ reproducible('coalesce(days.revenue, 0 * totals.revenue) / nullif(totals.revenue, 0)', '1') }}
            as revenue_share

    from days

    inner join totals
        on
            days.segmentation = totals.segmentation
            and days.as_of_date = totals.as_of_date

)

select {{ contracted_columns() }} from segment_trends
