with

values_by_stage as (

    select * from {{ ref('values_by_stage') }}

    where kind = 'category'

),

counted as (

    select
        segmentation,
        feature,
        stage,
        level,
        count(*) as customers

    from values_by_stage

    group by segmentation, feature, stage, level

),

category_frequencies as (

    select
        segmentation,
        feature,
        stage,
        level,
        cast(customers as bigint) as customers,
        cast(customers * 1.0 / sum(customers) over (partition by segmentation, feature, stage) as double) as share,
        cast(
            row_number() over (
                partition by segmentation, feature, stage
                order by customers desc, level
            ) as integer
        ) as level_rank

    from counted

)

select * from category_frequencies
