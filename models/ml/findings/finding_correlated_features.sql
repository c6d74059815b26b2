with

pairs as (

    select * from {{ ref('pair_correlations') }}

),

used_features as (

    select distinct
        segmentation,
        feature

    from {{ in_use('feature_transforms') }}

),

-- Features that only describe segments, or were dropped, may say the same thing twice.
forming_features as (

    select features.*

    from {{ ref('segmentation_features') }} as features

    inner join used_features
        on
            features.segmentation = used_features.segmentation
            and features.feature = used_features.feature

),

findings as (

    select
        pairs.segmentation,
        case
            when abs(pairs.shaped_correlation) >= {{ setting('near_duplicate_correlation') }} then 'warning'
            else 'info'
        end as severity,
        {{ finding_about(feature='pairs.feature', other_feature='pairs.other_feature') }},
        pairs.shaped_correlation as figure,
        concat(
            {{ sentence_case('features.feature_label') }}, ' and ', other_features.feature_label,
            case
                when abs(pairs.shaped_correlation) >= {{ setting('near_duplicate_correlation') }}
                    then ' say nearly the same (correlation '
                when pairs.shaped_correlation > 0 then ' mostly go together (correlation '
                else ' mostly go opposite ways (correlation '
            end,
            {{ written_decimal('pairs.shaped_correlation') }}, '): the segments give what they share double weight.'
        ) as sentence

    from pairs

    inner join forming_features as features
        on
            pairs.segmentation = features.segmentation
            and pairs.feature = features.feature

    inner join forming_features as other_features
        on
            pairs.segmentation = other_features.segmentation
            and pairs.other_feature = other_features.feature

    where
        pairs.stage = 'after cleaning'
        and abs(pairs.shaped_correlation) >= {{ setting('strong_correlation') }}

)

select * from findings
