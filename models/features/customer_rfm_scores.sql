with

lrfmt as (

    select * from {{ ref('customer_lrfmt') }}
    where is_current or is_cut_off or {{ is_needed_in_the_past('customer_rfm_scores') }}

),

seasons as (

    select * from {{ ref('customer_seasons') }}

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
        lrfmt.customer_key,
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

-- Who buys once a year is not lost before that time of the year has passed: the name is that of a good recency.
adjusted as (

    select
        scored.*,
        case
            when seasons.next_season_ends_on >= scored.as_of_date then greatest(scored.r_score, 4)
            else scored.r_score
        end as naming_r_score
    from scored
    left join seasons
        on
            scored.shop = seasons.shop
            and scored.as_of_date = seasons.as_of_date
            and scored.customer_id = seasons.customer_id

),

named as (

    select
        adjusted.shop,
        adjusted.as_of_date,
        adjusted.customer_id,
        adjusted.customer_key,
        adjusted.r_score,
        adjusted.f_score,
        adjusted.m_score,
        adjusted.l_score,
        adjusted.t_score,
        cast(adjusted.r_score as string) || cast(adjusted.f_score as string) || cast(adjusted.m_score as string)
            as rfm_score,
        rfm_names.rfm_name
    from adjusted
    left join rfm_names
        on
            adjusted.naming_r_score = rfm_names.r_score
            and adjusted.f_score = rfm_names.f_score

)

select * from named
