with

figures as (

    select * from {{ ref('segment_figures') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

-- What a person would quote: the share of a level; the median of a heavy-tailed feature, unless that is 0
-- because most customers have none of it; else the mean.
quoted as (

    select
        figures.segmentation,
        figures.segment_id,
        features.position,
        figures.feature,
        figures.level,
        features.feature_label as label,
        features.unit,
        features.role,
        features.in_clustering,
        case
            when figures.level is not null then figures.share
            when features.transform = 'log' and figures.population_median <> 0 then figures.median
            else figures.mean
        end as typical,
        case
            when figures.level is not null then figures.population_share
            when features.transform = 'log' and figures.population_median <> 0 then figures.population_median
            else figures.population_mean
        end as population,
        figures.z_score

    from figures

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

)

select * from quoted
