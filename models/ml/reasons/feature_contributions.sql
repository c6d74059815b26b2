{{ config(materialized='view') }}

with

scaled_values as (

    select * from {{ ref('scaled_values') }}

),

-- With a single segment there is no runner-up, and nothing to compare.
assignments as (

    select * from {{ ref('cluster_assignments') }}

    where second_cluster > 0

),

centre_values as (

    select * from {{ ref('centre_values') }}

),

columns_compared as (

    select
        scaled_values.segmentation,
        scaled_values.customer_id,
        scaled_values.feature,
        scaled_values.position,
        scaled_values.value,
        scaled_values.level,
        scaled_values.counted_value,
        assignments.cluster,
        assignments.second_cluster,
        own.value as centre,
        other.value as second_centre,
        power(scaled_values.scaled - other.scaled, 2) - power(scaled_values.scaled - own.scaled, 2) as contribution

    from scaled_values

    inner join assignments
        on
            scaled_values.segmentation = assignments.segmentation
            and scaled_values.customer_id = assignments.customer_id

    inner join centre_values as own
        on
            assignments.segmentation = own.segmentation
            and assignments.cluster = own.cluster
            and scaled_values.position = own.position

    inner join centre_values as other
        on
            assignments.segmentation = other.segmentation
            and assignments.second_cluster = other.cluster
            and scaled_values.position = other.position

),

-- The columns of a category are one feature again.
feature_contributions as (

    select
        segmentation,
        customer_id,
        feature,
        min(cluster) as cluster,
        min(second_cluster) as second_cluster,
        min(position) as position,
        max(value) as value,
        max(level) as level,
        case when max(level) is null then max(counted_value) end as counted_value,
        max(centre) as centre,
        max(second_centre) as second_centre,
        {{ reproducible('sum(contribution)', 'max(abs(contribution))') }} as contribution

    from columns_compared

    group by segmentation, customer_id, feature

)

select * from feature_contributions
