{#- How customers are grouped, to see how much of what they did after the cut-off each grouping explains. -#}
{%- set groupings = {
    'everybody': "'everybody'", 'segments': 'cast(segment_id as string)', 'rfm_cells': 'rfm_score', 'rfm_names': 'rfm_name',
} -%}
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

-- All groupings are judged on the same customers: those who have a segment and RFM scores.
grouped as (

    {% for grouping, group in groupings.items() %}
        select
            segmentation,
            half,
            '{{ grouping }}' as grouped_by,
            {{ group }} as customer_group,
            ln(1 + revenue) as revenue,
            case when has_bought then 1e0 else 0e0 end as purchase
        from customers
        where segment_id > 0 and rfm_name is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

halves as (

    select
        segmentation,
        half,
        grouped_by,
        customer_group,
        count(*) as customers,
        avg(revenue) as revenue,
        var_pop(revenue) as revenue_variance,
        avg(purchase) as purchase,
        var_pop(purchase) as purchase_variance

    from grouped

    group by segmentation, half, grouped_by, customer_group

),

-- Each half is predicted by the means of the other one; a group that has nobody there, by the mean of everybody there.
errors as (

    select
        halves.segmentation,
        halves.grouped_by,
        {% for outcome in ['revenue', 'purchase'] %}
            sum(
                halves.customers * (
                    halves.{{ outcome }}_variance
                    + power(halves.{{ outcome }} - coalesce(others.{{ outcome }}, everybody.{{ outcome }}), 2)
                )
            ) as {{ outcome }}_error
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from halves

    inner join halves as everybody
        on
            halves.segmentation = everybody.segmentation
            and halves.half = 3 - everybody.half
            and everybody.grouped_by = 'everybody'

    left join halves as others
        on
            halves.segmentation = others.segmentation
            and halves.grouped_by = others.grouped_by
            and halves.customer_group = others.customer_group
            and halves.half = 3 - others.half

    group by halves.segmentation, halves.grouped_by

),

explained as (

    select
        segmentation,
        {% for outcome, grouping in explained %}
            {{ reproducible(
                "1 - max(case when grouped_by = '" ~ grouping ~ "' then " ~ outcome ~ "_error end)"
                ~ " / nullif(max(case when grouped_by = 'everybody' then " ~ outcome ~ "_error end), 0)"
            ) }} as {{ outcome }}_explained_by_{{ grouping }}
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from errors

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
