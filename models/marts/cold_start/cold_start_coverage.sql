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
        sum(round(majority_accuracy * customers)) / sum(customers) as majority_accuracy,
        {{ reproducible('avg(accuracy - majority_accuracy)', '1') }} as gained,
        {{ splits_error('accuracy - majority_accuracy') }} as error

    from trials

    where threshold = 0

    group by segmentation, moment, model

),

bounded as (

    select
        *,
        {{ rounded('gained - error', 6) }} as gained_low,
        {{ rounded('gained + error', 6) }} as gained_high

    from of_everyone

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
        bounded.majority_accuracy,
        bounded.gained,
        bounded.gained_low,
        bounded.gained_high,
        {{ verdict('bounded.gained_low', 'bounded.gained_high') }} as verdict

    from splits_summed

    inner join settings on splits_summed.segmentation = settings.segmentation

    inner join bounded
        on
            splits_summed.segmentation = bounded.segmentation
            and splits_summed.moment = bounded.moment
            and splits_summed.model = bounded.model

)

select {{ contracted_columns() }} from cold_start_coverage
