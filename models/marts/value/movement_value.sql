with

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

history as (

    select * from {{ ref('segment_history') }}

),

migrations as (

    select * from {{ ref('segment_migrations') }}

),

customer_value as (

    select * from {{ ref('customer_value') }}

),

-- The last period in which movements are counted.
periods as (

    select
        segmentation,
        max(period_start) as period_start,
        max(period_end) as period_end

    from migrations

    group by segmentation

),

starts as (

    select history.*

    from history

    inner join periods
        on
            history.segmentation = periods.segmentation
            and history.valid_from <= periods.period_start
            and coalesce(history.valid_to > periods.period_start, true)

),

ends as (

    select * from history

    where valid_to is null

),

customers as (

    select
        settings.segmentation,
        settings.shop,
        periods.period_start,
        periods.period_end,
        starts.segment_id as from_segment_id,
        coalesce(starts.current_segment_name, starts.segment_name) as from_segment_name,
        ends.segment_id as to_segment_id,
        coalesce(ends.current_segment_name, ends.segment_name) as to_segment_name,
        customer_value.value_so_far,
        customer_value.value_next_year,
        customer_value.value_at_risk,
        customer_value.win_back_worth

    from settings

    inner join periods on settings.segmentation = periods.segmentation

    inner join customer_value on settings.shop = customer_value.shop

    left join starts
        on
            settings.segmentation = starts.segmentation
            and customer_value.customer_id = starts.customer_id

    left join ends
        on
            settings.segmentation = ends.segmentation
            and customer_value.customer_id = ends.customer_id

),

movements as (

    select
        segmentation,
        shop,
        period_start,
        period_end,
        from_segment_id,
        max(from_segment_name) as from_segment_name,
        to_segment_id,
        max(to_segment_name) as to_segment_name,
        count(*) as customers,
        {% for column in ['value_so_far', 'value_next_year', 'value_at_risk', 'win_back_worth'] %}
            sum(cast({{ column }} as decimal(38, 4))) as {{ column }}
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from customers

    where coalesce(from_segment_id, to_segment_id) is not null

    group by segmentation, shop, period_start, period_end, from_segment_id, to_segment_id

),

segmentations as (

    select
        segmentation,
        sum(value_next_year) as value_next_year

    from movements

    group by segmentation

),

movement_value as (

    select
        movements.segmentation,
        movements.shop,
        movements.period_start,
        movements.period_end,
        movements.from_segment_id,
        movements.from_segment_name,
        movements.to_segment_id,
        movements.to_segment_name,
        case
            when movements.from_segment_id is null then 'came'
            when movements.to_segment_id is null then 'left'
            when movements.from_segment_id = movements.to_segment_id then 'stayed'
            else 'moved'
        end as movement,
        movements.customers,
        movements.value_so_far,
        movements.value_next_year,
        movements.value_next_year / movements.customers as value_per_customer,
        movements.value_next_year / nullif(segmentations.value_next_year, 0) as value_share,
        movements.value_at_risk,
        movements.win_back_worth

    from movements

    inner join segmentations on movements.segmentation = segmentations.segmentation

)

select {{ contracted_columns() }} from movement_value
