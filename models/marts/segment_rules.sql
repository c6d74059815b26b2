with

rules as (

    select * from {{ ref('cluster_rules') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

segment_rules as (

    select
        rules.segmentation,
        cast(rules.segment_id as integer) as segment_id,
        labels.segment_name,
        cast(rules.rule_number as integer) as rule_number,
        rules.rule,
        rules.predicate,
        cast(rules.customers as bigint) as customers,
        cast(rules.coverage as double) as coverage,
        cast(rules.precision as double) as precision,
        cast(rules.fidelity as double) as fidelity

    from rules

    inner join labels
        on
            rules.segmentation = labels.segmentation
            and rules.segment_id = labels.segment_id

)

select * from segment_rules
