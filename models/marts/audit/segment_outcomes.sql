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

members as (

    select * from {{ ref('segment_members') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

segments as (

    select
        customers.segmentation,
        customers.segment_id,
        customers.cut_off_on,
        customers.outcome_days,
        count(*) as customers,
        count(case when members.segment_id = customers.segment_id then 1 end) as in_same_segment_today,
        {{ reproducible(quantile(0.5, 'customers.recency_days')) }} as recency_days_then,
        {{ reproducible(quantile(0.5, 'customers.frequency')) }} as frequency_then,
        {{ reproducible(quantile(0.5, 'customers.monetary')) }} as monetary_then,
        count(case when customers.has_bought then 1 end) as buyers,
        sum(cast(customers.revenue as decimal(18, 2))) as revenue

    from customers

    left join members
        on
            customers.segmentation = members.segmentation
            and customers.customer_id = members.customer_id

    group by customers.segmentation, customers.segment_id, customers.cut_off_on, customers.outcome_days

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
        segments.in_same_segment_today * 1.0 / segments.customers as same_segment_today_share,
        segments.in_same_segment_today * 2 > segments.customers as is_mostly_same_today,
        segments.recency_days_then,
        segments.frequency_then,
        segments.monetary_then,
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
