with

levels as (

    select * from {{ ref('sensitive_levels') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

spread as (

    {{ spread_over('segment_id') | indent(4) }}

),

fairness_audit as (

    select
        spread.*,
        labels.segment_name

    from spread

    inner join labels
        on
            spread.segmentation = labels.segmentation
            and spread.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from fairness_audit
