{%- set explained = [
    ('revenue', 'segments'), ('revenue', 'rfm_cells'), ('revenue', 'rfm_names'),
    ('purchase', 'segments'), ('purchase', 'rfm_cells'), ('purchase', 'rfm_names'),
] -%}

with

customers as (

    select * from {{ ref('outcome_customers') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

segments as (

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

explained as (

    select
        segmentation,
        {% for outcome, way in explained %}
            max(case when way = '{{ way }}' then {{ outcome }}_explained end) as {{ outcome }}_explained_by_{{ way }}
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from {{ ref('usefulness') }}

    group by segmentation

),

segment_outcomes as (

    select
        segments.segmentation,
        segments.segment_id,
        coalesce(labels.segment_name, settings.set_apart_name) as segment_name,
        segments.cut_off_on,
        segments.outcome_days,
        segments.customers,
        segments.revenue,
        segments.revenue / nullif(sum(segments.revenue) over (partition by segments.segmentation), 0) as revenue_share,
        segments.revenue / segments.customers as revenue_per_customer,
        segments.buyers * 1.0 / segments.customers as purchase_share,
        explained.revenue_explained_by_segments,
        explained.revenue_explained_by_rfm_cells,
        explained.revenue_explained_by_rfm_names,
        explained.purchase_explained_by_segments,
        explained.purchase_explained_by_rfm_cells,
        explained.purchase_explained_by_rfm_names

    from segments

    inner join settings on segments.segmentation = settings.segmentation

    -- Segment 0 may have been there at the cut-off and not be there now.
    left join labels
        on
            segments.segmentation = labels.segmentation
            and segments.segment_id = labels.segment_id

    left join explained on segments.segmentation = explained.segmentation

)

select {{ contracted_columns() }} from segment_outcomes
