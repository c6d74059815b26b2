with

stays as (

    select * from {{ ref('segment_periods') }}

),

champions as (

    select * from {{ ref('champions') }}

),

-- The ends of the months in which somebody came, moved or left, and today.
days as (

    select distinct
        stays.segmentation,
        least({{ month_end('stays.valid_from') }}, champions.as_of_date) as period_end

    from stays

    inner join champions on stays.segmentation = champions.segmentation

    union

    select
        segmentation,
        as_of_date as period_end

    from champions

),

numbered_days as (

    select
        segmentation,
        cast(period_end as date) as period_end,
        row_number() over (partition by segmentation order by period_end desc) as place

    from days

),

migration_periods as (

    select
        ends.segmentation,
        ends.place,
        starts.period_end as period_start,
        ends.period_end

    from numbered_days as ends

    inner join numbered_days as starts
        on
            ends.segmentation = starts.segmentation
            and ends.place + 1 = starts.place

    where ends.place <= {{ var('months_of_migrations') }}

)

select * from migration_periods
