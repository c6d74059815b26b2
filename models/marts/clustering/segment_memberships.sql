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
        cast(memberships.segment_id as integer) as segment_id,
        labels.segment_name,
        cast(memberships.membership as double) as membership

    from memberships

    inner join labels
        on
            memberships.segmentation = labels.segmentation
            and memberships.segment_id = labels.segment_id

)

select * from segment_memberships
