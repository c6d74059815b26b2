{{ config(materialized='view') }}

with

feature_values as (

    select * from {{ ref('feature_values') }}

    where segment_id > 0

),

transforms as (

    select * from {{ in_use('feature_transforms') }}

),

counted as (

    select
        feature_values.segmentation,
        feature_values.customer_id,
        feature_values.feature,
        feature_values.value,
        feature_values.level,
        transforms.position,
        transforms.column_name,
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

scaled_values as (

    select
        segmentation,
        customer_id,
        position,
        column_name,
        feature,
        value,
        level,
        counted_value,
        (
            case
                when transform = 'log' then {{ shaped_value('counted_value', 'log') }}
                else counted_value
            end - centre
        ) / scale as scaled

    from counted

)

select * from scaled_values
