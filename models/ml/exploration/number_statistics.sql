{%- set shaped = shaped_value('value', 'log') -%}
{%- set quantiles = {'p10': 10, 'p25': 25, 'median': 50, 'p75': 75, 'p90': 90} -%}

with

-- Millions of rows have few values: all that follows is of their counts.
counted as (

    select * from {{ ref('values_by_stage') }}

    where kind = 'number'

),

-- How many known values there are, and how many of them come before a value and up to it.
ranked as (

    select
        *,
        {{ shaped }} as shaped,
        case when value is not null then row_count else 0 end as known,
        cast(
            sum(case when value is not null then row_count else 0 end)
                over (partition by segmentation, grain, feature, stage)
            as bigint
        ) as all_known,
        cast(
            sum(row_count) over (
                partition by segmentation, grain, feature, stage order by value nulls last
                rows between unbounded preceding and current row
            ) as bigint
        ) as up_to

    from counted

),

-- A quantile lies between two neighbours in the order of values, as near to the second as its place says.
measured as (

    select
        segmentation,
        grain,
        feature,
        stage,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(known) as bigint) as known,
        cast(sum(unreadable) as bigint) as unreadable,
        sum(value * known) / nullif(sum(known), 0) as mean,
        sum(shaped * known) / nullif(sum(known), 0) as log_mean,
        min(value) as minimum,
        max(value) as maximum,
        max(abs(value)) as largest,
        max(abs(shaped)) as largest_shaped,
        {% for name, percent in quantiles.items() -%}
            {%- set place = 'cast((all_known - 1) * ' ~ percent ~ ' as double) / 100' -%}
            min(case when up_to > floor({{ place }}) then value end) as {{ name }}_below,
            min(case when up_to > ceil({{ place }}) then value end) as {{ name }}_above,
            max(cast(((all_known - 1) * {{ percent }}) % 100 as double) / 100) as {{ name }}_part,
        {% endfor -%}
        max(abs(value - round(value))) = 0 as is_whole

    from ranked

    group by segmentation, grain, feature, stage

),

spreads as (

    select
        segmentation,
        grain,
        feature,
        stage,
        row_count,
        known,
        unreadable,
        minimum,
        maximum,
        largest,
        largest_shaped,
        is_whole,
        {% for name in quantiles -%}
            {%- set step = '(' ~ name ~ '_above - ' ~ name ~ '_below)' -%}
            {{ reproducible(name ~ '_below + ' ~ name ~ '_part * ' ~ step, 'largest') }} as {{ name }},
        {% endfor -%}
        {{ reproducible('mean', 'largest') }} as mean,
        {{ reproducible('log_mean', 'largest_shaped') }} as log_mean

    from measured

),

-- A second look at the values, from where the first has put the middle and the fences.
shapes as (

    select
        ranked.segmentation,
        ranked.grain,
        ranked.feature,
        ranked.stage,
        {% for power in [2, 3] -%}
            sum(ranked.known * power(ranked.value - spreads.mean, {{ power }}))
            / sum(ranked.known) as moment_{{ power }},
            sum(ranked.known * power(ranked.shaped - spreads.log_mean, {{ power }})) / sum(ranked.known)
                as log_moment_{{ power }},
        {% endfor -%}
        sum(case when ranked.value = spreads.median then ranked.known else 0 end) * 1.0 / sum(ranked.known)
            as share_at_median,
        cast(sum(
            case
                when
                    ranked.value < spreads.p25 - 1.5 * (spreads.p75 - spreads.p25)
                    or ranked.value > spreads.p75 + 1.5 * (spreads.p75 - spreads.p25)
                    then ranked.known
                else 0
            end
        ) as bigint) as outliers,
        max(spreads.largest) as largest,
        max(spreads.largest_shaped) as largest_shaped

    from ranked

    inner join spreads
        on
            ranked.segmentation = spreads.segmentation
            and ranked.grain = spreads.grain
            and ranked.feature = spreads.feature
            and ranked.stage = spreads.stage

    where ranked.value is not null

    group by ranked.segmentation, ranked.grain, ranked.feature, ranked.stage

),

deviations as (

    select
        *,
        {{ reproducible('sqrt(moment_2)', 'largest') }} as standard_deviation,
        {{ reproducible('sqrt(log_moment_2)', 'largest_shaped') }} as log_deviation

    from shapes

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
        deviations.standard_deviation,
        spreads.minimum,
        spreads.p10,
        spreads.p25,
        spreads.median,
        spreads.p75,
        spreads.p90,
        spreads.maximum,
        spreads.is_whole,
        spreads.log_mean,
        deviations.log_deviation,
        {{ reproducible('deviations.moment_3 / power(nullif(deviations.standard_deviation, 0), 3)') }} as skewness,
        {{ reproducible('deviations.log_moment_3 / power(nullif(deviations.log_deviation, 0), 3)') }} as log_skewness,
        deviations.share_at_median,
        coalesce(deviations.outliers, 0) as outliers,
        deviations.outliers * 1.0 / spreads.known as outlier_share

    from spreads

    left join deviations
        on
            spreads.segmentation = deviations.segmentation
            and spreads.grain = deviations.grain
            and spreads.feature = deviations.feature
            and spreads.stage = deviations.stage

    -- A log of orders need not have all three measures.
    where
        spreads.grain = 'customer'
        or spreads.known > 0

)

select * from statistics
