-- Which customers does a strategy of the playbook speak to? Name it by its key:
-- dbt compile --select customers_behind_a_strategy --vars '{strategy: keep_the_rhythm}'
-- One row per segmentation and customer for whom the strategy is among those advised.

with

strategies as (

    select * from {{ ref('segment_strategies') }}

    where strategy = '{{ var("strategy", "service_recovery") }}'

),

customer_segments as (

    select * from {{ ref('customer_segments') }}

),

listed as (

    select
        customer_segments.segmentation,
        customer_segments.customer_id,
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_segments.probability,
        strategies.strategy,
        strategies.priority,
        strategies.action,
        strategies.channel,
        strategies.because

    from customer_segments

    inner join strategies
        on
            customer_segments.segmentation = strategies.segmentation
            and customer_segments.segment_id = strategies.segment_id

)

select * from listed
order by segmentation, priority, segment_id, customer_id
