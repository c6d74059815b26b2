with

merged as (

    select * from {{ in_use('merged_clusters') }}

),

chosen as (

    select * from {{ in_use('k_candidates') }}

    where chosen

),

findings as (

    select
        merged.segmentation,
        'warning' as severity,
        {{ finding_about() }},
        merged.customers as figure,
        concat(
            {{ written_count('merged.customers') }},
            ' customers are so unlike all others that they would be segments of their own: they were put into the',
            ' nearest ones. Look at their figures, give heavy tails transform: log, or exclude them by',
            ' outliers: set_apart.'
        ) as sentence

    from merged

    inner join chosen
        on
            merged.segmentation = chosen.segmentation
            and merged.k = chosen.k

)

select * from findings
