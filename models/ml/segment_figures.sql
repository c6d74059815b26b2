with

feature_values as (

    select * from {{ ref('feature_values') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

number_segments as (

    select
        segmentation,
        segment_id,
        feature,
        count(value) as customers,
        {{ reproducible('avg(value)', 'max(abs(value))') }} as mean,
        percentile_cont(0.5) within group (order by value) as median,
        percentile_cont(0.1) within group (order by value) as p10,
        percentile_cont(0.9) within group (order by value) as p90,
        {{ reproducible('avg(shaped_value)', 'max(abs(shaped_value))') }} as shaped_mean

    from feature_values

    where value is not null and segment_id is not null

    group by segmentation, segment_id, feature

),

number_populations as (

    select
        segmentation,
        feature,
        {{ reproducible('avg(value)', 'max(abs(value))') }} as population_mean,
        percentile_cont(0.5) within group (order by value) as population_median,
        percentile_cont(0.1) within group (order by value) as population_p10,
        percentile_cont(0.9) within group (order by value) as population_p90,
        {{ reproducible('avg(shaped_value)', 'max(abs(shaped_value))') }} as population_shaped_mean,
        {{ reproducible('stddev_pop(shaped_value)', 'max(abs(shaped_value))') }} as population_shaped_deviation

    from feature_values

    where value is not null

    group by segmentation, feature

),

segment_totals as (

    select
        segmentation,
        segment_id,
        feature,
        count(level) as customers

    from feature_values

    where level is not null and segment_id is not null

    group by segmentation, segment_id, feature

),

level_populations as (

    select
        segmentation,
        feature,
        level,
        count(*) as level_customers,
        sum(count(*)) over (partition by segmentation, feature) as population_customers

    from feature_values

    where level is not null

    group by segmentation, feature, level

),

level_counts as (

    select
        segmentation,
        segment_id,
        feature,
        level,
        count(*) as level_customers

    from feature_values

    where level is not null and segment_id is not null

    group by segmentation, segment_id, feature, level

),

-- Every level against every segment: a share of zero is a finding too.
level_shares as (

    select
        segment_totals.segmentation,
        segment_totals.segment_id,
        segment_totals.feature,
        level_populations.level,
        segment_totals.customers,
        coalesce(level_counts.level_customers, 0) * 1.0 / segment_totals.customers as share,
        level_populations.level_customers * 1.0 / level_populations.population_customers as population_share

    from segment_totals

    inner join level_populations
        on
            segment_totals.segmentation = level_populations.segmentation
            and segment_totals.feature = level_populations.feature

    left join level_counts
        on
            segment_totals.segmentation = level_counts.segmentation
            and segment_totals.segment_id = level_counts.segment_id
            and segment_totals.feature = level_counts.feature
            and level_populations.level = level_counts.level

),

figures as (

    select
        number_segments.segmentation,
        number_segments.segment_id,
        number_segments.feature,
        cast(null as string) as level,
        number_segments.customers,
        number_segments.mean,
        number_segments.median,
        number_segments.p10,
        number_segments.p90,
        cast(null as double) as share,
        number_populations.population_mean,
        number_populations.population_median,
        number_populations.population_p10,
        number_populations.population_p90,
        cast(null as double) as population_share,
        case
            when number_populations.population_shaped_deviation > 0
                then
                    (number_segments.shaped_mean - number_populations.population_shaped_mean)
                    / number_populations.population_shaped_deviation
            else 0
        end as z_score

    from number_segments

    inner join number_populations
        on
            number_segments.segmentation = number_populations.segmentation
            and number_segments.feature = number_populations.feature

    union all

    select
        segmentation,
        segment_id,
        feature,
        level,
        customers,
        null as mean,
        null as median,
        null as p10,
        null as p90,
        share,
        null as population_mean,
        null as population_median,
        null as population_p10,
        null as population_p90,
        population_share,
        case
            when population_share > 0 and population_share < 1
                then (share - population_share) / sqrt(population_share * (1 - population_share))
            else 0
        end as z_score

    from level_shares

),

-- What a person would quote: the share of a level; the median of a heavy-tailed feature, unless that is 0
-- because most customers have none of it; else the mean.
quoted as (

    select
        figures.*,
        figures.customers * 1.0 / max(figures.customers) over (
            partition by figures.segmentation, figures.segment_id
        ) as known_share,
        case
            when figures.level is not null then figures.share
            when features.transform = 'log' and figures.population_median <> 0 then figures.median
            else figures.mean
        end as typical,
        case
            when figures.level is not null then figures.population_share
            when features.transform = 'log' and figures.population_median <> 0 then figures.population_median
            else figures.population_mean
        end as population_typical

    from figures

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

),

ranked as (

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

select * from ranked
