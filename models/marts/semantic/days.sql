{{ config(enabled=setting('metrics'), materialized='view') }}

{#- The calendar that MetricFlow wants, as far as the other tables go. -#}

with

trends as (

    select * from {{ ref('segment_trends') }}

),

ends as (

    select
        min(as_of_date) as first_day,
        max(as_of_date) as last_day

    from trends

),

days as (

    select cast(unnest(range(first_day, last_day + interval 1 day, interval 1 day)) as date) as day

    from ends

)

select {{ contracted_columns() }} from days
