{{ config(materialized='view') }}

with

feature_values as (

    select * from {{ ref('feature_values') }}

    where segment_id > 0

),

-- With a single segment there is no runner-up, and nothing to compare.
placements as (

    select * from {{ ref('customer_placements') }}

    where second_segment_id is not null

),

transforms as (

    select * from {{ in_use('feature_transforms') }}

),

centres as (

    select * from {{ in_use('segment_centres') }}

),

-- What is missing counts as what stands in for it, what is beyond a limit as the limit, a level as 1 or 0.
counted as (

    select
        feature_values.segmentation,
        feature_values.customer_id,
        feature_values.feature,
        feature_values.value,
        feature_values.level,
        transforms.position,
        transforms.level as column_level,
        transforms.transform,
        transforms.centre,
        transforms.scale,
        case
            when feature_values.level = transforms.level then 1.0
            when transforms.level is not null then 0.0
            else
                least(
                    greatest(
                        coalesce(feature_values.value, transforms.fill_value),
                        coalesce(transforms.lower_limit, feature_values.value, transforms.fill_value)
                    ),
                    coalesce(transforms.upper_limit, feature_values.value, transforms.fill_value)
                )
        end as counted_value

    from feature_values

    inner join transforms
        on
            feature_values.segmentation = transforms.segmentation
            and feature_values.feature = transforms.feature

),

scaled as (

    select
        *,
        (
            case
                when transform = 'log' then {{ shaped_value('counted_value', 'log') }}
                else counted_value
            end - centre
        ) / scale as scaled_value

    from counted

),

compared as (

    select
        scaled.*,
        placements.segment_id,
        placements.second_segment_id,
        own.centre * scaled.scale + scaled.centre as own_centre,
        other.centre * scaled.scale + scaled.centre as other_centre,
        power(scaled.scaled_value - other.centre, 2) - power(scaled.scaled_value - own.centre, 2) as contribution

    from scaled

    inner join placements
        on
            scaled.segmentation = placements.segmentation
            and scaled.customer_id = placements.customer_id

    inner join centres as own
        on
            placements.segmentation = own.segmentation
            and placements.segment_id = own.segment_id
            and scaled.position = own.position

    inner join centres as other
        on
            placements.segmentation = other.segmentation
            and placements.second_segment_id = other.segment_id
            and scaled.position = other.position

),

-- The columns of a category are one feature again. The centres of a number are turned back into its own unit.
feature_contributions as (

    select
        segmentation,
        customer_id,
        feature,
        min(segment_id) as segment_id,
        min(second_segment_id) as second_segment_id,
        min(position) as position,
        max(value) as value,
        max(level) as level,
        max(case when column_level is null then counted_value end) as counted_value,
        max(case when column_level is null then scaled_value end) as scaled_value,
        {% for centre, name in [('own_centre', 'centre'), ('other_centre', 'second_centre')] %}
            max(
                case
                    when column_level is null and transform = 'log' then {{ unshaped_value(centre, 'log') }}
                    when column_level is null then {{ centre }}
                end
            ) as {{ name }},
        {% endfor %}
        {{ reproducible('sum(contribution)', 'max(abs(contribution))') }} as contribution

    from compared

    group by segmentation, customer_id, feature

)

select * from feature_contributions
