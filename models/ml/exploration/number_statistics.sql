{%- set shaped = shaped_value('value', 'log') -%}

with

-- The values are read twice rather than once and kept, which would take more memory than the table they come from.
measured as (

    select
        segmentation,
        grain,
        feature,
        stage,
        count(*) as row_count,
        count(value) as known,
        count(case when is_unreadable and value is null then 1 end) as unreadable,
        {{ reproducible('avg(value)', 'max(abs(value))') }} as mean,
        {{ reproducible('stddev_pop(value)', 'max(abs(value))') }} as standard_deviation,
        min(value) as minimum,
        {{ quantiles([0.1, 0.25, 0.5, 0.75, 0.9], 'value') }} as points,
        max(abs(value)) as largest,
        max(value) as maximum,
        {{ reproducible('avg(' ~ shaped ~ ')', 'max(abs(' ~ shaped ~ '))') }} as log_mean,
        {{ reproducible('stddev_pop(' ~ shaped ~ ')', 'max(abs(' ~ shaped ~ '))') }} as log_deviation,
        max(abs(value - round(value))) = 0 as is_whole

    from {{ ref('values_by_stage') }}

    where kind = 'number'

    group by segmentation, grain, feature, stage

),

spreads as (

    select
        *,
        {{ reproducible(element('points', 1), 'largest') }} as p10,
        {{ reproducible(element('points', 2), 'largest') }} as p25,
        {{ reproducible(element('points', 3), 'largest') }} as median,
        {{ reproducible(element('points', 4), 'largest') }} as p75,
        {{ reproducible(element('points', 5), 'largest') }} as p90

    from measured

),

-- A second look at the values, from where the first has put the middle and the fences.
compared as (

    select
        values_by_stage.segmentation,
        values_by_stage.grain,
        values_by_stage.feature,
        values_by_stage.stage,
        values_by_stage.value,
        (values_by_stage.value - spreads.mean) / nullif(spreads.standard_deviation, 0) as z_score,
        ({{ shaped_value('values_by_stage.value', 'log') }} - spreads.log_mean) / nullif(spreads.log_deviation, 0)
            as log_z_score,
        case when values_by_stage.value = spreads.median then 1.0 else 0.0 end as is_median,
        values_by_stage.value < spreads.p25 - 1.5 * (spreads.p75 - spreads.p25)
        or values_by_stage.value > spreads.p75 + 1.5 * (spreads.p75 - spreads.p25) as is_outlier

    from {{ ref('values_by_stage') }} as values_by_stage

    inner join spreads
        on
            values_by_stage.segmentation = spreads.segmentation
            and values_by_stage.grain = spreads.grain
            and values_by_stage.feature = spreads.feature
            and values_by_stage.stage = spreads.stage

    where
        values_by_stage.kind = 'number'
        and values_by_stage.value is not null

),

shapes as (

    select
        segmentation,
        grain,
        feature,
        stage,
        avg(z_score * z_score * z_score) as skewness,
        avg(log_z_score * log_z_score * log_z_score) as log_skewness,
        avg(is_median) as share_at_median,
        count(case when is_outlier then 1 end) as outliers

    from compared

    group by segmentation, grain, feature, stage

),

statistics as (

    select
        spreads.segmentation,
        spreads.grain,
        spreads.feature,
        spreads.stage,
        spreads.row_count,
        spreads.known,
        spreads.row_count - spreads.known - spreads.unreadable as missing,
        spreads.unreadable,
        spreads.mean,
        spreads.standard_deviation,
        spreads.minimum,
        spreads.p10,
        spreads.p25,
        spreads.median,
        spreads.p75,
        spreads.p90,
        spreads.maximum,
        spreads.is_whole,
        spreads.log_mean,
        spreads.log_deviation,
        {{ reproducible('shapes.skewness') }} as skewness,
        {{ reproducible('shapes.log_skewness') }} as log_skewness,
        shapes.share_at_median,
        coalesce(shapes.outliers, 0) as outliers,
        shapes.outliers * 1.0 / spreads.known as outlier_share

    from spreads

    left join shapes
        on
            spreads.segmentation = shapes.segmentation
            and spreads.grain = shapes.grain
            and spreads.feature = shapes.feature
            and spreads.stage = shapes.stage

    -- A log of orders need not have all three measures.
    where
        spreads.grain = 'customer'
        or spreads.known > 0

)

select * from statistics
