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
        customers,
        customers * 1.0 / sum(customers) over (partition by segmentation, feature, stage) as share,
        row_number() over (
            partition by segmentation, feature, stage
            order by customers desc, level
        ) as level_rank

    from counted

)

select {{ contracted_columns() }} from category_frequencies
