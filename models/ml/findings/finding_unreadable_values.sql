with

statistics as (

    select * from {{ ref('number_statistics') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

-- The revenue is no feature, and is read from a table of customers alone.
revenue_counted as (

    select
        segmentation,
        count(*) as row_count,
        count(case when {{ is_listed('revenue', 'unreadable_features') }} then 1 end) as unreadable

    from {{ ref('stg_tables__customers') }}

    group by segmentation

),

unreadable_counted as (

    select
        statistics.segmentation,
        statistics.feature,
        features.feature_label,
        statistics.row_count,
        statistics.unreadable

    from statistics

    inner join features
        on
            statistics.segmentation = features.segmentation
            and statistics.feature = features.feature

    where statistics.grain = 'customer'

    union all

    select
        segmentation,
        cast(null as string) as feature,
        'revenue' as feature_label,
        row_count,
        unreadable

    from revenue_counted

),

findings as (

    select
        segmentation,
        'warning' as severity,
        {{ finding_about(feature='feature') }},
        unreadable * 1.0 / row_count as figure,
        concat(
            {{ sentence_case('feature_label') }}, ' cannot be read in ',
            {{ written_count('unreadable') }}, ' of ',
            {{ written_count('row_count') }}, ' rows (',
            {{ written_share('unreadable * 1.0 / row_count') }},
            '): these values count as missing.'
        ) as sentence

    from unreadable_counted

    where unreadable > 0

)

select * from findings
