with

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
        structure_test.segmentation,
        structure_test.version,
        structure_test.algorithm_asked_for,
        structure_test.k_asked_for,
        choice.k,
        candidates.silhouette,
        structure_test.structure

    from structure_test

    inner join choice
        on
            structure_test.segmentation = choice.segmentation
            and structure_test.version = choice.version

    inner join candidates
        on
            choice.segmentation = candidates.segmentation
            and choice.version = candidates.version
            and choice.k = candidates.k

),

-- Without structure the clusters would be a division as good as any; bands are one that people can follow. A k that
-- was asked for is a wish for clusters.
verdicts as (

    select
        segmentation,
        version,
        k,
        silhouette,
        structure,
        case when structure = 'no structure' and k_asked_for is null then 'bands' else 'clusters' end as basis,
        case when structure = 'no structure' and k_asked_for is null then 'bands' else algorithm_asked_for end
            as algorithm

    from compared

)

select * from verdicts
