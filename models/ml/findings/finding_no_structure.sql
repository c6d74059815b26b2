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
        champions.segmentation_kind,
        champions.basis

    from candidates

    inner join champions on candidates.segmentation = champions.segmentation

),

findings as (

    select
        verdicts.segmentation,
        case when verdicts.segmentation_kind = 'constructive' then 'warning' else 'info' end as severity,
        {{ finding_about() }},
        verdicts.silhouette as figure,
        concat(
            {{ kind_meaning('verdicts.segmentation_kind') }},
            case
                when verdicts.basis = 'bands'
                    then concat(
                        ' The segments are bands of equal numbers along the direction in which customers differ most, ',
                        'chiefly ', bands.label, '.'
                    )
                when verdicts.silhouette is not null
                    then concat(
                        ' How clear they are (silhouette): ', {{ written_decimal('verdicts.silhouette') }},
                        ', where 0 is blurred and 1 clear.'
                    )
                else ''
            end
        ) as sentence

    from verdicts

    left join bands on verdicts.segmentation = bands.segmentation

    where verdicts.structure = 'no structure'

)

select * from findings
