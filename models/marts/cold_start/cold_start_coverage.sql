with

-- The majority class names everyone the same, with the same probability: it covers all or nobody.
trials as (

    select * from {{ ref('cold_start_trials') }}

    where model <> 'majority_class'

),

-- A split in which few reach the threshold counts for as few. Hits are whole numbers: their sum has no order.
splits_summed as (

    select
        segmentation,
        moment,
        model,
        threshold,
        count(*) as splits,
        sum(tested) as tested,
        sum(customers) as customers,
        sum(round(accuracy * customers)) as hits,
        sum(round(majority_accuracy * customers)) as majority_hits

    from trials

    group by segmentation, moment, model, threshold

),

cold_start_coverage as (

    select
        segmentation,
        moment,
        model,
        cast(threshold as double) as threshold,
        cast(splits as integer) as splits,
        cast(customers as bigint) as customers,
        cast(customers * 1.0 / tested as double) as coverage,
        cast(hits / nullif(customers, 0) as double) as accuracy,
        cast(majority_hits / nullif(customers, 0) as double) as majority_accuracy

    from splits_summed

)

select * from cold_start_coverage
