with

history as (

    select * from {{ ref('segment_history') }}

),

champions as (

    select * from {{ ref('champions') }}

),

-- The ends of the months in which somebody came, moved or left, and today.
days as (

    select distinct
        history.segmentation,
        cast(least({{ month_end('history.valid_from') }}, champions.as_of_date) as date) as period_end

    from history

    inner join champions on history.segmentation = champions.segmentation

    union

    select
        segmentation,
        as_of_date as period_end

    from champions

),

-- A period goes from one of these days to the next. The first day ends none.
bounded as (

    select
        segmentation,
        lag(period_end) over (partition by segmentation order by period_end) as period_start,
        period_end,
        row_number() over (partition by segmentation order by period_end desc) as periods_back

    from days

),

periods as (

    select * from bounded

    where
        period_start is not null
        and periods_back <= {{ setting('months_of_migrations') }}

),

stays as (

    select
        periods.segmentation,
        periods.period_start,
        periods.period_end,
        history.customer_id,
        history.segment_id,
        history.valid_from <= periods.period_start as is_at_start,
        coalesce(history.valid_to > periods.period_end, true) as is_at_end,
        case
            when history.valid_from > periods.period_start and history.cause in ('customer', 'model', 'both')
                then history.cause
        end as cause,
        coalesce(history.merged_into is not null and history.valid_to <= periods.period_end, false) as is_merged

    from periods

    inner join history
        on
            periods.segmentation = history.segmentation
            and periods.period_end >= history.valid_from
            and periods.period_start < coalesce(history.valid_to, date '9999-12-31')

),

-- Who was in one segment from its start to its end is nowhere else in a period. Most are so.
remaining as (

    select
        segmentation,
        period_start,
        period_end,
        segment_id,
        count(*) as customers

    from stays

    where is_at_start and is_at_end

    group by segmentation, period_start, period_end, segment_id

),

-- Who moved more than once in a period may have done so for several causes.
customers as (

    select
        segmentation,
        period_start,
        period_end,
        customer_id,
        max(case when is_at_start then segment_id end) as from_segment_id,
        max(case when is_at_end then segment_id end) as to_segment_id,
        case when min(cause) < max(cause) then 'both' else coalesce(min(cause), 'customer') end as cause,
        max(is_merged) as is_merged

    from stays

    where not (is_at_start and is_at_end)

    group by segmentation, period_start, period_end, customer_id

),

-- Who came and left within a period is not seen at either end of it.
moving as (

    select
        segmentation,
        period_start,
        period_end,
        from_segment_id,
        to_segment_id,
        count(*) as customers,
        {% for cause in ['customer', 'model', 'both'] %}
            count(case when from_segment_id <> to_segment_id and cause = '{{ cause }}' then 1 end)
                as {{ cause }}_changed,
        {% endfor %}
        count(case when to_segment_id is null and is_merged then 1 end) as merged

    from customers

    where coalesce(from_segment_id, to_segment_id) is not null

    group by segmentation, period_start, period_end, from_segment_id, to_segment_id

    union all

    select
        segmentation,
        period_start,
        period_end,
        segment_id as from_segment_id,
        segment_id as to_segment_id,
        customers,
        {% for cause in ['customer', 'model', 'both'] %}
            0 as {{ cause }}_changed,
        {% endfor %}
        0 as merged

    from remaining

),

counted as (

    select
        segmentation,
        period_start,
        period_end,
        from_segment_id,
        to_segment_id,
        sum(customers) as customers,
        sum(customer_changed) as customer_changed,
        sum(model_changed) as model_changed,
        sum(both_changed) as both_changed,
        sum(merged) as merged

    from moving

    group by segmentation, period_start, period_end, from_segment_id, to_segment_id

),

names as (

    select * from {{ ref('segment_names') }}

),

segment_migrations as (

    select
        counted.segmentation,
        counted.period_start,
        counted.period_end,
        counted.from_segment_id,
        from_names.segment_name as from_segment_name,
        current_from_names.segment_name as current_from_segment_name,
        counted.to_segment_id,
        to_names.segment_name as to_segment_name,
        current_to_names.segment_name as current_to_segment_name,
        counted.customers,
        counted.customer_changed,
        counted.model_changed,
        counted.both_changed,
        counted.merged

    from counted

    -- The names of that day, and those of today.
    {% for side, day in {'from': 'period_start', 'to': 'period_end'}.items() %}
        left join names as {{ side }}_names
            on
                counted.segmentation = {{ side }}_names.segmentation
                and counted.{{ side }}_segment_id = {{ side }}_names.segment_id
                and counted.{{ day }} >= {{ side }}_names.valid_from
                and coalesce(counted.{{ day }} < {{ side }}_names.valid_to, true)

        left join names as current_{{ side }}_names
            on
                counted.segmentation = current_{{ side }}_names.segmentation
                and counted.{{ side }}_segment_id = current_{{ side }}_names.segment_id
                and current_{{ side }}_names.valid_to is null
    {% endfor %}

)

select {{ contracted_columns() }} from segment_migrations
