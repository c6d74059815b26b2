{%- set everybody = -1 -%}
{#- Of those whom the segments do not divide, it is empty: they are no population. -#}
{%- set compared_id -%}
    case when grouping(own_segment_id) = 0 then own_segment_id when is_divided then {{ everybody }} end
{%- endset -%}

with

features as (

    select * from {{ ref('segmentation_features') }}

),

-- Who is only expected in a segment describes nothing. A segment is compared with all whom the segments divide, so
-- segment 0 is none of them.
feature_values as (

    select
        segmentation,
        segment_id as own_segment_id,
        segment_id > 0 as is_divided,
        feature,
        value,
        shaped_value,
        level

    from {{ ref('feature_values') }}

    where segment_id is not null

),

numbers as (

    select
        segmentation,
        {{ compared_id }} as segment_id,
        feature,
        count(value) as customers,
        {{ reproducible('avg(value)', 'max(abs(value))') }} as mean,
        {{ reproducible(quantile(0.5, 'value'), 'max(abs(value))') }} as median,
        {{ reproducible(quantile(0.1, 'value'), 'max(abs(value))') }} as p10,
        {{ reproducible(quantile(0.9, 'value'), 'max(abs(value))') }} as p90,
        {{ reproducible('avg(shaped_value)', 'max(abs(shaped_value))') }} as shaped_mean,
        {{ reproducible('stddev_pop(shaped_value)', 'max(abs(shaped_value))') }} as deviation

    from feature_values

    where value is not null

    group by grouping sets ((segmentation, feature, own_segment_id), (segmentation, feature, is_divided))

),

level_counts as (

    select
        segmentation,
        {{ compared_id }} as segment_id,
        feature,
        level,
        count(*) as customers

    from feature_values

    where level is not null

    group by grouping sets ((segmentation, feature, level, own_segment_id), (segmentation, feature, level, is_divided))

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

all_levels as (

    select distinct
        segmentation,
        feature,
        level

    from level_counts

),

-- Every level against every segment: a share of zero is a finding too.
shares as (

    select
        totals.segmentation,
        totals.segment_id,
        totals.feature,
        all_levels.level,
        totals.customers,
        coalesce(level_counts.customers, 0) * 1e0 / totals.customers as share

    from totals

    inner join all_levels
        on
            totals.segmentation = all_levels.segmentation
            and totals.feature = all_levels.feature

    left join level_counts
        on
            totals.segmentation = level_counts.segmentation
            and totals.segment_id = level_counts.segment_id
            and totals.feature = level_counts.feature
            and all_levels.level = level_counts.level

),

figures as (

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
        null as shaped_mean,
        share,
        sqrt(share * (1 - share)) as deviation

    from shares

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
        deviation

    from numbers

),

compared as (

    select
        figures.segmentation,
        figures.segment_id,
        figures.feature,
        figures.level,
        features.position,
        features.feature_label,
        features.unit,
        features.role,
        features.type = 'flag' as is_flag,
        features.in_clustering,
        features.transform = 'log' as is_logged,
        figures.customers,
        figures.mean,
        figures.median,
        figures.p10,
        figures.p90,
        figures.shaped_mean,
        figures.share,
        population.mean as population_mean,
        population.median as population_median,
        population.p10 as population_p10,
        population.p90 as population_p90,
        population.shaped_mean as population_shaped_mean,
        population.share as population_share,
        coalesce(figures.shaped_mean - population.shaped_mean, figures.share - population.share) as difference,
        population.deviation

    from figures

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

    left join figures as population
        on
            population.segment_id = {{ everybody }}
            and figures.segmentation = population.segmentation
            and figures.feature = population.feature
            and figures.level is not distinct from population.level

    where figures.segment_id <> {{ everybody }}

),

-- Whether a median, or a mean, stands on the side of the population on which the segment does, in all that it marks.
shown as (

    select
        *,
        min(case when is_marked and (median - population_median) * difference <= 0 then 0 else 1 end)
            over (partition by segmentation, feature) as median_shows,
        min(case when is_marked and (mean - population_mean) * difference <= 0 then 0 else 1 end)
            over (partition by segmentation, feature) as mean_shows

    from (
        select
            *,
            segment_id > 0 and abs(difference) >= 0.5 * deviation as is_marked
        from compared
    ) as marked

),

-- What a person would quote: the share of a level; the median of a heavy-tailed feature, unless that is 0 because most
-- customers have none of it, or does not show what marks a segment; else the mean, and where that does not show it
-- either the mean of the logarithms, put back.
quoted as (

    select
        *,
        customers * 1.0 / max(customers) over (partition by segmentation, segment_id) as known_share,
        case
            when level is not null then share
            when not is_logged then mean
            when population_median <> 0 and median_shows = 1 then median
            when mean_shows = 1 then mean
            else {{ rounded(unshaped_value('shaped_mean', 'log'), 6) }}
        end as typical,
        case
            when level is not null then population_share
            when not is_logged then population_mean
            when population_median <> 0 and median_shows = 1 then population_median
            when mean_shows = 1 then population_mean
            else {{ rounded(unshaped_value('population_shaped_mean', 'log'), 6) }}
        end as population_typical,
        case when deviation > 0 then difference / deviation else 0 end as z_score

    from shown

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
