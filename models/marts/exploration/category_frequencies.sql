with

values_by_stage as (

    select * from {{ ref('values_by_stage') }}

    where kind = 'category'

),

category_frequencies as (

    select
        segmentation,
        feature,
        stage,
        level,
        row_count as customers,
        row_count * 1.0 / sum(row_count) over (partition by segmentation, feature, stage) as share,
        row_number() over (
            partition by segmentation, feature, stage
            order by row_count desc, level
        ) as level_rank

    from values_by_stage

)

select {{ contracted_columns() }} from category_frequencies
