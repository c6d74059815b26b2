with

counts as (

    select * from {{ ref('level_counts') }}

),

category_frequencies as (

    select
        segmentation,
        feature,
        stage,
        level,
        cast(customers as bigint) as customers,
        cast(share as double) as share,
        cast(level_rank as integer) as level_rank

    from counts

)

select * from category_frequencies
