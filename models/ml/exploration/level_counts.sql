with

levels_by_stage as (

    select * from {{ ref('levels_by_stage') }}

),

level_counts as (

    select
        segmentation,
        feature,
        stage,
        level,
        count(*) as customers

    from levels_by_stage

    group by segmentation, feature, stage, level

),

ranked as (

    select
        *,
        customers * 1.0 / sum(customers) over (partition by segmentation, feature, stage) as share,
        row_number() over (
            partition by segmentation, feature, stage
            order by customers desc, level
        ) as level_rank

    from level_counts

)

select * from ranked
