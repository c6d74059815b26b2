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
        rules.segment_id,
        labels.segment_name,
        rules.rule_number,
        rules.rule,
        rules.predicate,
        rules.customers,
        rules.coverage,
        rules.precision,
        rules.fidelity

    from rules

    inner join labels
        on
            rules.segmentation = labels.segmentation
            and rules.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from segment_rules
