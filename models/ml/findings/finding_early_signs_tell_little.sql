with

trials as (

    select * from {{ in_use('cold_start_trials') }}

    where model = 'network'

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

-- The customers for whom the cold start does not abstain, of all splits.
tried as (

    select
        trials.segmentation,
        trials.moment,
        sum(trials.customers) * 1.0 / sum(trials.tested) as coverage,
        sum(round(trials.accuracy * trials.customers)) / nullif(sum(trials.customers), 0) as accuracy,
        sum(round(trials.majority_accuracy * trials.customers)) / nullif(sum(trials.customers), 0) as majority_accuracy

    from trials

    inner join settings
        on
            trials.segmentation = settings.segmentation
            and trials.threshold = settings.confident_from

    group by trials.segmentation, trials.moment

),

findings as (

    select
        segmentation,
        'info' as severity,
        {{ finding_about() }},
        coalesce(accuracy - majority_accuracy, 0) as figure,
        case
            when accuracy is null
                then concat('By the ', moment, ' no segment can be told: the cold start is sure of no customer.')
            else concat(
                'The ', moment, ' tells little of the segment: the cold start is sure of ',
                {{ written_share('coverage') }}, ' of the customers and right for ', {{ written_share('accuracy') }},
                ' of these, and naming them all the largest segment for ', {{ written_share('majority_accuracy') }}, '.'
            )
        end as sentence

    from tried

    where coalesce(accuracy - majority_accuracy, 0) < {{ setting('early_signs_gain') }}

)

select * from findings
