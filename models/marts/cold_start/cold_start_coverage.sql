with

-- The majority class names everyone the same, with the same probability: it covers all or nobody.
trials as (

    select * from {{ in_use('cold_start_trials') }}

    where model <> 'majority_class'

),

settings as (

    select * from {{ ref('segmentation_settings') }}

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
        sum(round(accuracy * customers)) as hits

    from trials

    group by segmentation, moment, model, threshold

),

-- Of all who were asked: those whom a model is sure of it has chosen itself.
of_everyone as (

    select
        segmentation,
        moment,
        model,
        sum(round(majority_accuracy * customers)) / sum(customers) as majority_accuracy

    from trials

    where threshold = 0

    group by segmentation, moment, model

),

cold_start_coverage as (

    select
        splits_summed.segmentation,
        splits_summed.moment,
        splits_summed.model,
        splits_summed.threshold,
        splits_summed.threshold = settings.confident_from as in_use,
        splits_summed.splits,
        splits_summed.customers,
        splits_summed.customers * 1.0 / splits_summed.tested as coverage,
        splits_summed.hits / nullif(splits_summed.customers, 0) as accuracy,
        of_everyone.majority_accuracy

    from splits_summed

    inner join settings on splits_summed.segmentation = settings.segmentation

    inner join of_everyone
        on
            splits_summed.segmentation = of_everyone.segmentation
            and splits_summed.moment = of_everyone.moment
            and splits_summed.model = of_everyone.model

)

select {{ contracted_columns() }} from cold_start_coverage
