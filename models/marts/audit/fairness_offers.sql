with

levels as (

    select * from {{ ref('sensitive_levels') }}

),

strategies as (

    select
        segmentation,
        segment_id,
        strategy

    from {{ ref('segment_strategies') }}

    where priority = 1

),

playbook as (

    select * from {{ ref('playbook') }}

),

members as (

    select
        customers.segmentation,
        customers.customer_id,
        coalesce(playbook.offer_kind, 'other') as offer_kind

    from {{ ref('segment_members') }} as customers

    left join strategies
        on
            customers.segmentation = strategies.segmentation
            and customers.segment_id = strategies.segment_id

    left join playbook on strategies.strategy = playbook.play

),

fairness_offers as (

    {{ spread_over('offer_kind') | indent(4) }}

)

select {{ contracted_columns() }} from fairness_offers
