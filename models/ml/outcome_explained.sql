with

-- All divisions are judged on the same customers: those who have a segment and RFM scores.
customers as (

    select
        *,
        ln(1 + revenue) as log_revenue,
        case when has_bought then 1e0 else 0e0 end as purchase

    from {{ ref('outcome_customers') }}

    where segment_id > 0 and rfm_name is not null

),

divided as (

    {% for division, part in [
        ('everybody', "'everybody'"),
        ('segments', 'cast(segment_id as string)'),
        ('rfm_cells', 'rfm_score'),
        ('rfm_names', 'rfm_name'),
    ] %}
        select
            segmentation,
            half,
            '{{ division }}' as division,
            {{ part }} as part,
            log_revenue,
            purchase
        from customers
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

parts as (

    select
        segmentation,
        half,
        division,
        part,
        count(*) as customers,
        sum(log_revenue) as revenue_sum,
        sum(log_revenue * log_revenue) as revenue_squares,
        sum(purchase) as purchase_sum,
        sum(purchase * purchase) as purchase_squares

    from divided

    group by segmentation, half, division, part

),

everybody as (

    select * from parts

    where division = 'everybody'

),

-- Each half is told by the means of the other one; a part that has nobody there, by the mean of everybody there.
told as (

    select
        parts.*,
        coalesce(others.revenue_sum / others.customers, everybody.revenue_sum / everybody.customers) as told_revenue,
        coalesce(others.purchase_sum / others.customers, everybody.purchase_sum / everybody.customers)
            as told_purchase

    from parts

    inner join everybody
        on
            parts.segmentation = everybody.segmentation
            and parts.half = 3 - everybody.half

    left join parts as others
        on
            parts.segmentation = others.segmentation
            and parts.division = others.division
            and parts.part = others.part
            and parts.half = 3 - others.half

),

errors as (

    select
        segmentation,
        division,
        count(distinct part) as parts,
        sum(customers) as customers,
        sum(revenue_squares - 2 * told_revenue * revenue_sum + customers * told_revenue * told_revenue)
            as revenue_error,
        sum(purchase_squares - 2 * told_purchase * purchase_sum + customers * told_purchase * told_purchase)
            as purchase_error

    from told

    group by segmentation, division

),

explained as (

    select
        errors.segmentation,
        errors.division,
        errors.parts,
        errors.customers,
        {{ reproducible('1 - errors.revenue_error / nullif(undivided.revenue_error, 0)') }} as revenue_explained,
        {{ reproducible('1 - errors.purchase_error / nullif(undivided.purchase_error, 0)') }} as purchase_explained

    from errors

    inner join errors as undivided
        on
            errors.segmentation = undivided.segmentation
            and undivided.division = 'everybody'

    where errors.division <> 'everybody'

)

select * from explained
