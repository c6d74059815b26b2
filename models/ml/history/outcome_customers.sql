with

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

days as (

    select * from {{ ref('int_as_of_days') }}

),

past_segments as (

    select * from {{ ref('past_segments') }}

),

scores as (

    select * from {{ ref('customer_rfm_scores') }}

),

starts as (

    select * from {{ ref('customer_lrfmt') }}

    where is_cut_off

),

ends as (

    select * from {{ ref('customer_lrfmt') }}

    where is_current

),

periods as (

    select
        cut_offs.shop,
        cut_offs.as_of_date as cut_off_on,
        current_days.as_of_date

    from days as cut_offs

    inner join days as current_days on cut_offs.shop = current_days.shop

    where cut_offs.is_cut_off and current_days.is_current

),

-- What happened in the period is the difference between its two ends; more may be returned in it than was bought.
outcome_customers as (

    select
        past_segments.segmentation,
        periods.cut_off_on,
        {{ days_between('periods.cut_off_on', 'periods.as_of_date') }} as outcome_days,
        past_segments.customer_id,
        past_segments.segment_id,
        scores.rfm_score,
        scores.rfm_name,
        starts.recency_days,
        starts.frequency,
        starts.monetary,
        coalesce(ends.frequency > coalesce(starts.frequency, 0), false) as has_bought,
        round(
            greatest(
                coalesce(ends.gross_revenue, 0) - coalesce(starts.gross_revenue, 0)
                - coalesce(ends.returned_amount, 0) + coalesce(starts.returned_amount, 0),
                0
            ),
            2
        ) as revenue

    from past_segments

    inner join settings on past_segments.segmentation = settings.segmentation

    inner join periods
        on
            settings.shop = periods.shop
            and past_segments.as_of_date = periods.cut_off_on

    left join scores
        on
            periods.shop = scores.shop
            and periods.cut_off_on = scores.as_of_date
            and past_segments.customer_id = scores.customer_id

    left join starts
        on
            periods.shop = starts.shop
            and past_segments.customer_id = starts.customer_id

    left join ends
        on
            periods.shop = ends.shop
            and past_segments.customer_id = ends.customer_id

)

select * from outcome_customers
