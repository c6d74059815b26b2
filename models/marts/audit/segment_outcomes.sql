with

customers as (

    select * from {{ ref('outcome_customers') }}

),

explained as (

    select * from {{ ref('outcome_explained') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

segments_counted as (

    select
        segmentation,
        segment_id,
        cut_off_on,
        outcome_days,
        count(*) as customers,
        count(case when has_bought then 1 end) as buyers,
        sum(cast(revenue as decimal(18, 2))) as revenue

    from customers

    group by segmentation, segment_id, cut_off_on, outcome_days

),

segment_outcomes as (

    select
        segments_counted.segmentation,
        cast(segments_counted.segment_id as integer) as segment_id,
        coalesce(labels.segment_name, settings.set_apart_name) as segment_name,
        segments_counted.cut_off_on,
        cast(segments_counted.outcome_days as integer) as outcome_days,
        cast(segments_counted.customers as bigint) as customers,
        cast(segments_counted.revenue as double) as revenue,
        cast(
            segments_counted.revenue
            / nullif(sum(segments_counted.revenue) over (partition by segments_counted.segmentation), 0) as double
        ) as revenue_share,
        cast(segments_counted.revenue / segments_counted.customers as double) as revenue_per_customer,
        cast(segments_counted.buyers * 1.0 / segments_counted.customers as double) as purchase_share,
        cast(by_segments.revenue_explained as double) as revenue_explained_by_segments,
        cast(by_rfm_cells.revenue_explained as double) as revenue_explained_by_rfm_cells,
        cast(by_rfm_names.revenue_explained as double) as revenue_explained_by_rfm_names,
        cast(by_segments.purchase_explained as double) as purchase_explained_by_segments,
        cast(by_rfm_cells.purchase_explained as double) as purchase_explained_by_rfm_cells,
        cast(by_rfm_names.purchase_explained as double) as purchase_explained_by_rfm_names

    from segments_counted

    inner join settings on segments_counted.segmentation = settings.segmentation

    -- Segment 0 may have been there at the cut-off and not be there now.
    left join labels
        on
            segments_counted.segmentation = labels.segmentation
            and segments_counted.segment_id = labels.segment_id

    left join explained as by_segments
        on
            segments_counted.segmentation = by_segments.segmentation
            and by_segments.division = 'segments'

    left join explained as by_rfm_cells
        on
            segments_counted.segmentation = by_rfm_cells.segmentation
            and by_rfm_cells.division = 'rfm_cells'

    left join explained as by_rfm_names
        on
            segments_counted.segmentation = by_rfm_names.segmentation
            and by_rfm_names.division = 'rfm_names'

)

select * from segment_outcomes
