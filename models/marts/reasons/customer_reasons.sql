{{ config(materialized='view') }}

with

contributions as (

    select * from {{ ref('feature_contributions') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

figures as (

    select * from {{ ref('segment_figures') }}

),

-- A number has centres; a level of a category has the shares of the two segments' customers who are at it.
compared as (

    select
        contributions.segmentation,
        contributions.customer_id,
        contributions.segment_id,
        contributions.second_segment_id,
        contributions.feature,
        contributions.position,
        contributions.value,
        contributions.level,
        contributions.counted_value,
        contributions.contribution,
        features.feature_label,
        features.unit,
        features.type,
        case when features.type in ('flag', 'category') then 'share' else features.unit end as centre_unit,
        labels.segment_name,
        second_labels.segment_name as second_segment_name,
        coalesce(contributions.centre, figures.share) as segment_figure,
        coalesce(contributions.second_centre, second_figures.share) as second_segment_figure,
        case
            when round(contributions.contribution, 9) > 0 then 'segment'
            when round(contributions.contribution, 9) < 0 then 'runner-up'
        end as speaks_for,
        abs(contributions.contribution)
        / nullif(
            sum(abs(contributions.contribution)) over (
                partition by contributions.segmentation, contributions.customer_id
            ),
            0
        ) as support_share,
        row_number() over (
            partition by contributions.segmentation, contributions.customer_id
            order by round(abs(contributions.contribution), 9) desc, contributions.position
        ) as reason_rank

    from contributions

    inner join features
        on
            contributions.segmentation = features.segmentation
            and contributions.feature = features.feature

    inner join labels
        on
            contributions.segmentation = labels.segmentation
            and contributions.segment_id = labels.segment_id

    inner join labels as second_labels
        on
            contributions.segmentation = second_labels.segmentation
            and contributions.second_segment_id = second_labels.segment_id

    left join figures
        on
            contributions.segmentation = figures.segmentation
            and contributions.segment_id = figures.segment_id
            and contributions.feature = figures.feature
            and contributions.level = figures.level

    left join figures as second_figures
        on
            contributions.segmentation = second_figures.segmentation
            and contributions.second_segment_id = second_figures.segment_id
            and contributions.feature = second_figures.feature
            and contributions.level = second_figures.level

),

written as (

    select
        *,
        case
            when level = '(missing)' or (level is null and value is null) then 'unknown'
            when level is not null then level
            when type = 'flag' then case when value = 1 then 'yes' else 'no' end
            else
                concat(
                    {{ written_figure('value', 'unit') }},
                    case when unit not in ('share', 'money') then concat(' ', unit) else '' end
                )
        end as written_value,
        -- A value that is missing or held at a limit counts as another.
        case
            when counted_value <> value or (value is null and counted_value is not null)
                then concat(', counted as ', {{ written_figure('counted_value', 'centre_unit') }})
            else ''
        end as written_stand_in,
        {{ written_figure('segment_figure', 'centre_unit') }} as written_segment,
        {{ written_figure('second_segment_figure', 'centre_unit') }} as written_second,
        -- Where a logarithm is taken, the nearer one is that of the smaller ratio.
        case
            when
                (speaks_for = 'segment')
                <> (abs(counted_value - segment_figure) < abs(counted_value - second_segment_figure))
                then 'in proportion '
            else ''
        end as written_measure

    from compared

),

named as (

    select
        *,
        concat(written_segment, ' (the segment)') as near_segment,
        concat(written_second, ' (the runner-up)') as near_second

    from written

),

customer_reasons as (

    select
        segmentation,
        customer_id,
        segment_id,
        segment_name,
        second_segment_id,
        second_segment_name,
        feature,
        feature_label,
        unit,
        value,
        level,
        segment_figure,
        second_segment_figure,
        contribution,
        {{ reproducible('support_share') }} as support_share,
        reason_rank,
        speaks_for,
        concat(
            feature_label,
            ' ',
            written_value,
            written_stand_in,
            ', ',
            case
                when level is not null
                    then concat('as for ', written_segment, ' of the segment and ', written_second, ' of the runner-up')
                when speaks_for is null or written_segment = written_second
                    then concat('as near to ', near_segment, ' as to ', near_second)
                when speaks_for = 'segment'
                    then concat(written_measure, 'nearer to ', near_segment, ' than to ', near_second)
                else concat(written_measure, 'nearer to ', near_second, ' than to ', near_segment)
            end
        ) as reason

    from named

)

select {{ contracted_columns() }} from customer_reasons
