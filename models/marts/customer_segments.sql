with

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

predictions as (

    select * from {{ ref('cold_start_predictions') }}

),

versions as (

    select * from {{ ref('champions') }}

),

periods as (

    select
        segmentation,
        customer_id,
        valid_from,
        valid_to,
        lag(segment_id) over (partition by segmentation, customer_id order by valid_from) as previous_segment_id

    from {{ ref('segment_periods') }}

),

stays as (

    select * from periods

    where valid_to is null

),

-- Where the sub-segment lies within another segment than the customer is in, there is none to name.
sub_segments as (

    select
        versions.within as segmentation,
        members.customer_id,
        members.segment_id as sub_segment_id,
        labels.segment_name as sub_segment_name,
        outer_segments.within_segment_id

    from members

    inner join versions on members.segmentation = versions.segmentation

    inner join labels
        on
            members.segmentation = labels.segmentation
            and members.segment_id = labels.segment_id

    inner join {{ in_use('outer_segments') }} as outer_segments
        on
            members.segmentation = outer_segments.segmentation
            and members.segment_id = outer_segments.segment_id

    where versions.within is not null

),

customer_segments as (

    select
        members.segmentation,
        members.customer_id,
        members.segment_id,
        labels.segment_name,
        sub_segments.sub_segment_id,
        sub_segments.sub_segment_name,
        members.probability,
        members.distance,
        members.second_segment_id,
        members.second_probability,
        members.probability - members.second_probability as margin,
        members.nearest_segment_id,
        members.network_segment_id,
        members.membership,
        members.is_noise,
        members.assigned_by,
        members.placed_by,
        case
            when members.assigned_by = 'none' and predictions.abstains
                then concat(
                    members.reason, {{ text_literal("; likeliest '") }},
                    predictions.segment_name, {{ text_literal("' (") }},
                    {{ written_share('predictions.probability') }}, {{ text_literal(") or '") }},
                    predictions.second_segment_name, {{ text_literal("' (") }},
                    {{ written_share('predictions.second_probability') }}, ')'
                )
            else members.reason
        end as reason,
        stays.previous_segment_id,
        stays.valid_from as assigned_since,
        versions.model_version

    from members

    inner join labels
        on
            members.segmentation = labels.segmentation
            and members.segment_id = labels.segment_id

    left join predictions
        on
            members.segmentation = predictions.segmentation
            and members.customer_id = predictions.customer_id

    inner join versions on members.segmentation = versions.segmentation

    left join sub_segments
        on
            members.segmentation = sub_segments.segmentation
            and members.customer_id = sub_segments.customer_id
            and members.segment_id = sub_segments.within_segment_id

    left join stays
        on
            members.segmentation = stays.segmentation
            and members.customer_id = stays.customer_id

)

select {{ contracted_columns() }} from customer_segments
