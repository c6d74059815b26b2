-- What are the features of each segmentation, how well are they known, and what is to be said against them?
-- One row per segmentation and feature; figures are after cleaning, and those of categories are of the commonest level.

with

catalogue as (

    select * from {{ ref('feature_catalogue') }}

),

statistics as (

    select * from {{ ref('feature_statistics') }}

    where
        grain = 'customer'
        and stage = 'after cleaning'

),

frequencies as (

    select
        segmentation,
        feature,
        count(*) as levels,
        max(case when level = '(missing)' then share else 0 end) as missing_share,
        max(case when level_rank = 1 then level end) as commonest_level,
        max(case when level_rank = 1 then share end) as commonest_share

    from {{ ref('category_frequencies') }}

    where stage = 'after cleaning'

    group by segmentation, feature

),

findings as (

    select
        segmentation,
        feature,
        {{ joined_text('sentence', "' '", 'sentence') }} as findings

    from {{ ref('data_findings') }}

    where feature is not null

    group by segmentation, feature

),

glance as (

    select
        catalogue.segmentation,
        catalogue.position,
        catalogue.feature,
        catalogue.feature_label,
        catalogue.unit,
        catalogue.transform,
        catalogue.basis,
        catalogue.forms_segments,
        coalesce(statistics.missing * 1.0 / statistics.row_count, frequencies.missing_share) as missing_share,
        statistics.mean,
        statistics.median,
        statistics.skewness,
        statistics.outlier_share,
        frequencies.levels,
        frequencies.commonest_level,
        frequencies.commonest_share,
        findings.findings

    from catalogue

    left join statistics
        on
            catalogue.segmentation = statistics.segmentation
            and catalogue.feature = statistics.feature

    left join frequencies
        on
            catalogue.segmentation = frequencies.segmentation
            and catalogue.feature = frequencies.feature

    left join findings
        on
            catalogue.segmentation = findings.segmentation
            and catalogue.feature = findings.feature

)

select * from glance
order by segmentation, position
