with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

choice as (

    select * from {{ ref('k_choice') }}

    where chosen

),

candidates as (

    select * from {{ ref('k_candidates') }}

),

structure_test as (

    select * from {{ ref('structure_test') }}

),

compared as (

    select
        settings.segmentation,
        settings.algorithm,
        settings.k as k_asked_for,
        choice.k,
        candidates.silhouette,
        structure_test.structure

    from settings

    inner join choice on settings.segmentation = choice.segmentation

    inner join candidates
        on
            choice.segmentation = candidates.segmentation
            and choice.k = candidates.k

    inner join structure_test on settings.segmentation = structure_test.segmentation

),

-- Without structure the clusters would be a division as good as any; bands are one that people can follow. A k that
-- was asked for is a wish for clusters.
verdicts as (

    select
        segmentation,
        k,
        silhouette,
        structure,
        case when structure = 'no structure' and k_asked_for is null then 'bands' else 'clusters' end as basis,
        case when structure = 'no structure' and k_asked_for is null then 'bands' else algorithm end as algorithm

    from compared

)

select * from verdicts
