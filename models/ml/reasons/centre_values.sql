{{ config(materialized='view') }}

with

centres as (

    select * from {{ in_use('segment_centres') }}

),

transforms as (

    select * from {{ in_use('feature_transforms') }}

),

shaped as (

    select
        centres.segmentation,
        centres.segment_id,
        centres.position,
        centres.column_name,
        transforms.feature,
        transforms.level,
        transforms.transform,
        centres.centre as scaled,
        centres.centre * transforms.scale + transforms.centre as shaped_centre

    from centres

    inner join transforms
        on
            centres.segmentation = transforms.segmentation
            and centres.position = transforms.position

),

centre_values as (

    select
        segmentation,
        segment_id,
        position,
        column_name,
        feature,
        scaled,
        case
            when level is not null then null
            when transform = 'log' then {{ unshaped_value('shaped_centre', 'log') }}
            else shaped_centre
        end as value

    from shaped

)

select * from centre_values
