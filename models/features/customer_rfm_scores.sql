with

lrfmt as (

    select * from {{ ref('customer_lrfmt') }}

),

rfm_names as (

    select * from {{ ref('rfm_names') }}

),

cutoffs as (

    select
        shop,
        as_of_date,
        {{ quintile_cutoffs('recency_days') | indent(8) }},
        {{ quintile_cutoffs('frequency') | indent(8) }},
        {{ quintile_cutoffs('monetary') | indent(8) }},
        {{ quintile_cutoffs('length_days') | indent(8) }},
        {{ quintile_cutoffs('mean_days_between') | indent(8) }}
    from lrfmt
    group by shop, as_of_date

),

scored as (

    select
        lrfmt.shop,
        lrfmt.as_of_date,
        lrfmt.customer_id,
        {{ quintile_score('recency_days', low_is_good=true) | indent(8) }} as r_score,
        {{ quintile_score('frequency') | indent(8) }} as f_score,
        {{ quintile_score('monetary') | indent(8) }} as m_score,
        {{ quintile_score('length_days') | indent(8) }} as l_score,
        {{ quintile_score('mean_days_between', low_is_good=true) | indent(8) }} as t_score
    from lrfmt
    inner join cutoffs
        on
            lrfmt.shop = cutoffs.shop
            and lrfmt.as_of_date = cutoffs.as_of_date

),

named as (

    select
        scored.shop,
        scored.as_of_date,
        scored.customer_id,
        scored.r_score,
        scored.f_score,
        scored.m_score,
        scored.l_score,
        scored.t_score,
        cast(scored.r_score as string) || cast(scored.f_score as string) || cast(scored.m_score as string)
            as rfm_score,
        rfm_names.rfm_name
    from scored
    left join rfm_names
        on
            scored.r_score = rfm_names.r_score
            and scored.f_score = rfm_names.f_score

)

select * from named
