with

pairs as (

    select * from {{ ref('pair_correlations') }}

),

-- Both directions, so that one filter on `feature` shows a feature next to all others.
both_directions as (

    select
        segmentation,
        stage,
        feature,
        other_feature,
        customers,
        raw_correlation,
        shaped_correlation

    from pairs

    union all

    select
        segmentation,
        stage,
        other_feature as feature,
        feature as other_feature,
        customers,
        raw_correlation,
        shaped_correlation

    from pairs

),

feature_correlations as (

    select
        segmentation,
        feature,
        other_feature,
        stage,
        customers,
        raw_correlation as correlation,
        shaped_correlation as transformed_correlation,
        case
            when abs(shaped_correlation) >= {{ setting('near_duplicate_correlation') }} then 'near duplicate'
            when abs(shaped_correlation) >= {{ setting('strong_correlation') }} then 'strong'
        end as strength

    from both_directions

)

select {{ contracted_columns() }} from feature_correlations
