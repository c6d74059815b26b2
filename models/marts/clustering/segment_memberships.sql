with

memberships as (

    {{ unnested(ref('customer_scores'), 'memberships', ['segmentation', 'customer_id']) | indent(4) }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

segment_memberships as (

    select
        memberships.segmentation,
        memberships.customer_id,
        memberships.segment_id,
        labels.segment_name,
        memberships.membership

    from memberships

    inner join labels
        on
            memberships.segmentation = labels.segmentation
            and memberships.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from segment_memberships
