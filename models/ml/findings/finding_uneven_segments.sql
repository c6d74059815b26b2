with

features as (

    select * from {{ ref('segmentation_features') }}

),

flagged as (

    select
        *,
        count(*) over (partition by segmentation, feature) as flags,
        row_number() over (
            partition by segmentation, feature
            order by abs(deviations) desc, level, segment_id
        ) as flag_rank

    from {{ ref('fairness_audit') }}

    where is_flagged

),

findings as (

    select
        flagged.segmentation,
        'info' as severity,
        {{ finding_about(feature='flagged.feature') }},
        flagged.ratio as figure,
        concat(
            'Segments differ by ', features.feature_label, {{ text_literal(", which forms none of them: of '") }},
            flagged.level, {{ text_literal("' ") }}, {{ written_share('flagged.share_of_level') }},
            {{ text_literal(" are in '") }}, flagged.segment_name, {{ text_literal("', of all customers ") }},
            {{ written_share('flagged.share_of_all') }}, ' (differences flagged on Trust: ', flagged.flags, ').'
        ) as sentence

    from flagged

    inner join features
        on
            flagged.segmentation = features.segmentation
            and flagged.feature = features.feature

    where flagged.flag_rank = 1

)

select * from findings
