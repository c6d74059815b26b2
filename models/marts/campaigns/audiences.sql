{{ config(enabled=has_campaigns(), post_hook="{{ warn_of_audiences() }}") }}

with

candidates as (

    select * from {{ ref('audience_candidates') }}

),

members as (

    select * from {{ ref('audience_members') }}

),

configured as (

    {{ audience_rows() | indent(4) }}

),

counted as (

    select
        audience,
        max(as_of_date) as as_of_date,
        count(*) as found,
        count(case when left_out = 'no consent' then 1 end) as without_consent,
        count(case when left_out = 'suppressed' then 1 end) as suppressed,
        count(case when left_out = 'contacted lately' then 1 end) as contacted_lately,
        count(case when left_out = 'over the limit' then 1 end) as over_the_limit

    from candidates

    group by audience

),

sizes as (

    select
        audience,
        count(case when left_on is null then 1 end) as customers,
        sum(case when left_on is null then cast(expected_value as decimal(38, 4)) end) as expected_value,
        count(case when change = 'came' then 1 end) as came,
        count(case when change = 'left' then 1 end) as departed,
        count(case when change in ('stayed', 'left') then 1 end) as customers_before

    from members

    group by audience

),

audiences as (

    select
        configured.audience,
        configured.audience_label,
        configured.segmentation,
        configured.rule,
        counted.as_of_date,
        coalesce(sizes.customers, 0) as customers,
        sizes.expected_value,
        sizes.expected_value / nullif(sizes.customers, 0) as expected_value_each,
        coalesce(sizes.came, 0) as came,
        coalesce(sizes.departed, 0) as left_since,
        coalesce(sizes.customers_before, 0) as customers_before,
        coalesce(sizes.customers, 0) * 1.0 / nullif(sizes.customers_before, 0) - 1 as size_change,
        coalesce(
            abs(coalesce(sizes.customers, 0) * 1.0 / nullif(sizes.customers_before, 0) - 1)
            > configured.size_change_that_warns,
            false
        ) as has_changed_much,
        coalesce(counted.found, 0) as found,
        coalesce(counted.without_consent, 0) as without_consent,
        coalesce(counted.suppressed, 0) as suppressed,
        coalesce(counted.contacted_lately, 0) as contacted_lately,
        coalesce(counted.over_the_limit, 0) as over_the_limit

    from configured

    left join counted on configured.audience = counted.audience

    left join sizes on configured.audience = sizes.audience

)

select {{ contracted_columns() }} from audiences
