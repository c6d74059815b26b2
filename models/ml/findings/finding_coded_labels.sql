with

features as (

    select * from {{ ref('segmentation_features') }}

    where in_clustering

),

-- A word without a vowel, or a number at the end, is a code and no word of people.
findings as (

    select
        segmentation,
        'info' as severity,
        {{ finding_about(feature='feature') }},
        cast(null as double) as figure,
        concat(
            {{ text_literal("The label '") }}, feature_label,
            {{ text_literal("' reads like the code of a column, and stands in names and sentences: give ") }}, feature,
            ' a `label:` that people use.'
        ) as sentence

    from features

    where regexp_extract(feature_label, '(^| )[b-df-hj-np-tv-xz]{2,}( |$)|[a-z] [0-9]+$', 0) != ''

)

select * from findings
