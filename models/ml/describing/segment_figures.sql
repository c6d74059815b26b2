with

features as (

    select * from {{ ref('segmentation_features') }}

),

-- Who is only expected in a segment does not describe it, but is of the population.
feature_values as (

    select * from {{ ref('feature_values') }}

    where segment_id is not null

),

statistics as (

    select * from {{ ref('number_statistics') }}

    where
        grain = 'customer'
        and stage = 'after cleaning'

),

frequencies as (

    select * from {{ ref('category_frequencies') }}

    where stage = 'after cleaning'

),

numbers as (

    select
        segmentation,
        segment_id,
        feature,
        count(value) as customers,
        {{ reproducible('avg(value)', 'max(abs(value))') }} as mean,
        {{ reproducible(quantile(0.5, 'value'), 'max(abs(value))') }} as median,
        {{ reproducible(quantile(0.1, 'value'), 'max(abs(value))') }} as p10,
        {{ reproducible(quantile(0.9, 'value'), 'max(abs(value))') }} as p90,
        {{ reproducible('avg(shaped_value)', 'max(abs(shaped_value))') }} as shaped_mean

    from feature_values

    where value is not null

    group by segmentation, segment_id, feature

),

level_counts as (

    select
        segmentation,
        segment_id,
        feature,
        level,
        count(*) as customers

    from feature_values

    where level is not null

    group by segmentation, segment_id, feature, level

),

totals as (

    select
        segmentation,
        segment_id,
        feature,
        sum(customers) as customers

    from level_counts

    group by segmentation, segment_id, feature

),

-- Every level against every segment: a share of zero is a finding too.
figures as (

    select
        totals.segmentation,
        totals.segment_id,
        totals.feature,
        frequencies.level,
        totals.customers,
        cast(null as double) as mean,
        cast(null as double) as median,
        cast(null as double) as p10,
        cast(null as double) as p90,
        cast(null as double) as shaped_mean,
        coalesce(level_counts.customers, 0) * 1.0 / totals.customers as share,
        frequencies.share as population_share

    from totals

    inner join frequencies
        on
            totals.segmentation = frequencies.segmentation
            and totals.feature = frequencies.feature

    left join level_counts
        on
            totals.segmentation = level_counts.segmentation
            and totals.segment_id = level_counts.segment_id
            and totals.feature = level_counts.feature
            and frequencies.level = level_counts.level

    union all

    select
        segmentation,
        segment_id,
        feature,
        null as level,
        customers,
        mean,
        median,
        p10,
        p90,
        shaped_mean,
        null as share,
        null as population_share

    from numbers

),

compared as (

    select
        figures.*,
        features.position,
        features.feature_label,
        features.unit,
        features.role,
        features.type = 'flag' as is_flag,
        features.in_clustering,
        features.transform = 'log' as is_logged,
        statistics.mean as population_mean,
        statistics.median as population_median,
        statistics.p10 as population_p10,
        statistics.p90 as population_p90,
        case
            when figures.level is not null then figures.share - figures.population_share
            when features.transform = 'log' then figures.shaped_mean - statistics.log_mean
            else figures.shaped_mean - statistics.mean
        end as difference,
        case
            when figures.level is not null then sqrt(figures.population_share * (1 - figures.population_share))
            when features.transform = 'log' then statistics.log_deviation
            else statistics.standard_deviation
        end as deviation

    from figures

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

    left join statistics
        on
            figures.segmentation = statistics.segmentation
            and figures.feature = statistics.feature

),

-- What a person would quote: the share of a level; the median of a heavy-tailed feature, unless that is 0
-- because most customers have none of it; else the mean.
quoted as (

    select
        *,
        customers * 1.0 / max(customers) over (partition by segmentation, segment_id) as known_share,
        case
            when level is not null then share
            when is_logged and population_median <> 0 then median
            else mean
        end as typical,
        case
            when level is not null then population_share
            when is_logged and population_median <> 0 then population_median
            else population_mean
        end as population_typical,
        case when deviation > 0 then difference / deviation else 0 end as z_score

    from compared

),

segment_figures as (

    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by
                case when known_share >= 0.5 then 0 else 1 end,
                round(abs(z_score), 9) desc,
                feature,
                level
        ) as distinctiveness_rank

    from quoted

)

select * from segment_figures
