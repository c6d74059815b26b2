with

history as (

    select * from {{ ref('segment_history') }}

),

champions as (

    select * from {{ ref('champions') }}

),

-- Millions of stays begin and end on few days.
lengths as (

    select
        segmentation,
        segment_id,
        valid_from,
        valid_to,
        count(*) as customers

    from history

    group by segmentation, segment_id, valid_from, valid_to

),

-- The ends of the months in which somebody came, moved or left, and today.
days as (

    select distinct
        lengths.segmentation,
        cast(least({{ month_end('lengths.valid_from') }}, champions.as_of_date) as date) as period_end

    from lengths

    inner join champions on lengths.segmentation = champions.segmentation

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

borders as (

    select
        segmentation,
        valid_from as border_on

    from lengths

    union

    select
        segmentation,
        valid_to as border_on

    from lengths

),

period_borders as (

    select
        periods.*,
        borders.border_on

    from periods

    inner join borders
        on
            periods.segmentation = borders.segmentation
            and periods.period_start < borders.border_on
            and periods.period_end >= borders.border_on

),

-- Who was in one segment from its start to its end is nowhere else in a period. Most are so.
remaining as (

    select
        periods.segmentation,
        periods.period_start,
        periods.period_end,
        lengths.segment_id,
        sum(lengths.customers) as customers

    from periods

    inner join lengths
        on
            periods.segmentation = lengths.segmentation
            and periods.period_start >= lengths.valid_from
            and coalesce(periods.period_end < lengths.valid_to, true)

    group by periods.segmentation, periods.period_start, periods.period_end, lengths.segment_id

),

-- Stays that begin in a period, and those that end in it and began before.
stays as (

    select
        history.segmentation,
        began.period_start,
        began.period_end,
        history.customer_id,
        history.segment_id,
        false as is_at_start,
        coalesce(history.valid_to > began.period_end, true) as is_at_end,
        case when history.cause in ('customer', 'model', 'both') then history.cause end as cause,
        coalesce(history.merged_into is not null and history.valid_to <= began.period_end, false) as is_merged

    from history

    inner join period_borders as began
        on
            history.segmentation = began.segmentation
            and history.valid_from = began.border_on

    union all

    select
        history.segmentation,
        ended.period_start,
        ended.period_end,
        history.customer_id,
        history.segment_id,
        true as is_at_start,
        false as is_at_end,
        null as cause,
        history.merged_into is not null as is_merged

    from history

    inner join period_borders as ended
        on
            history.segmentation = ended.segmentation
            and history.valid_to = ended.border_on
            and history.valid_from <= ended.period_start

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
