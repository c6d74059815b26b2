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

-- Segments that are not few have no sub-segments, though these are configured.
champions as (

    select * from {{ ref('champions') }}

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
        sum(cast(customers.revenue as decimal(18, 2))) as revenue,
        {{ reproducible('stddev_samp(customers.revenue)', 'max(customers.revenue)') }} as deviation,
        {{ reproducible('sum(customers.revenue * customers.revenue)', 'sum(customers.revenue * customers.revenue)') }}
            as squared_revenue

    from customers

    left join members
        on
            customers.segmentation = members.segmentation
            and customers.customer_id = members.customer_id

    group by customers.segmentation, customers.segment_id, customers.cut_off_on, customers.outcome_days

),

totals as (

    select
        segmentation,
        sum(revenue) as revenue,
        sum(squared_revenue) as squared_revenue

    from segments

    group by segmentation

),

shares as (

    select
        segments.*,
        segments.buyers * 1e0 / segments.customers as purchase_share,
        cast(segments.revenue as double) / segments.customers as revenue_per_customer,
        cast(segments.revenue as double) / nullif(totals.revenue, 0) as revenue_share,
        totals.revenue as total_revenue,
        totals.squared_revenue as total_squared_revenue

    from segments

    inner join totals on segments.segmentation = totals.segmentation

),

-- A mean is as sure as its customers are alike; a share as what each of all customers moves it by is small.
errors as (

    select
        *,
        {{ student_t('nullif(customers - 1, 0)') }} * deviation / sqrt(customers) as revenue_per_customer_error,
        1.96 * sqrt(
            power(1 - revenue_share, 2) * squared_revenue
            + power(revenue_share, 2) * (total_squared_revenue - squared_revenue)
        ) / nullif(total_revenue, 0) as revenue_share_error

    from shares

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
        errors.segmentation,
        errors.segment_id,
        coalesce(labels.segment_name, champions.set_apart_name) as segment_name,
        errors.cut_off_on,
        errors.outcome_days,
        errors.customers,
        errors.in_same_segment_today * 1.0 / errors.customers as same_segment_today_share,
        errors.in_same_segment_today * 2 > errors.customers as is_mostly_same_today,
        errors.recency_days_then,
        errors.frequency_then,
        errors.monetary_then,
        errors.revenue,
        errors.revenue_share,
        case
            when errors.revenue_share_error is not null
                then {{ rounded('greatest(errors.revenue_share - errors.revenue_share_error, 0)', 6) }}
        end as revenue_share_low,
        case
            when errors.revenue_share_error is not null
                then {{ rounded('least(errors.revenue_share + errors.revenue_share_error, 1)', 6) }}
        end as revenue_share_high,
        errors.revenue_per_customer,
        case
            when errors.revenue_per_customer_error is not null
                then {{ rounded('greatest(errors.revenue_per_customer - errors.revenue_per_customer_error, 0)', 4) }}
        end as revenue_per_customer_low,
        {{ rounded('errors.revenue_per_customer + errors.revenue_per_customer_error', 4) }}
            as revenue_per_customer_high,
        errors.purchase_share,
        {{ share_bound('errors.purchase_share', 'errors.customers', '-') }} as purchase_share_low,
        {{ share_bound('errors.purchase_share', 'errors.customers', '+') }} as purchase_share_high,
        explained.revenue_explained_by_segments,
        explained.revenue_explained_by_rfm_cells,
        explained.revenue_explained_by_rfm_names,
        explained.purchase_explained_by_segments,
        explained.purchase_explained_by_rfm_cells,
        explained.purchase_explained_by_rfm_names

    from errors

    inner join champions on errors.segmentation = champions.segmentation

    -- Segment 0 may have been there at the cut-off and not be there now.
    left join labels
        on
            errors.segmentation = labels.segmentation
            and errors.segment_id = labels.segment_id

    left join explained on errors.segmentation = explained.segmentation

)

select {{ contracted_columns() }} from segment_outcomes
