{{ config(materialized='view') }}

with

candidates as (

    select * from {{ in_use('k_candidates') }}

    where chosen

),

champions as (

    select * from {{ ref('champions') }}

),

bands as (

    select
        segmentation,
        max(bands_of) as label

    from {{ ref('segment_descriptions') }}

    group by segmentation

),

verdicts as (

    select
        candidates.segmentation,
        candidates.k,
        candidates.silhouette,
        champions.structure,
        champions.basis

    from candidates

    inner join champions on candidates.segmentation = champions.segmentation

),

findings as (

    select
        verdicts.segmentation,
        'warning' as severity,
        {{ finding_about() }},
        verdicts.silhouette as figure,
        concat(
            'No clusters stand out from what data without any would show',
            case
                when verdicts.silhouette is not null
                    then concat(' (silhouette ', {{ written_decimal('verdicts.silhouette') }}, ')')
                else ''
            end,
            case
                when verdicts.basis = 'bands'
                    then concat(
                        ': the segments are bands of equal numbers along the direction in which customers differ ',
                        'most, chiefly ', bands.label, '.'
                    )
                else concat(
                    ': the ', verdicts.k, ' segments that were asked for divide one cloud, usefully perhaps.'
                )
            end
        ) as sentence

    from verdicts

    left join bands on verdicts.segmentation = bands.segmentation

    where verdicts.structure = 'no structure'

)

select * from findings
