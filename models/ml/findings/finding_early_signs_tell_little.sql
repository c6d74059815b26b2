with

trials as (

    select * from {{ in_use('cold_start_trials') }}

    where model = 'network'

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

-- Everybody is asked, of all splits: those whom the cold start is sure of it has chosen itself.
tried as (

    select
        trials.segmentation,
        trials.moment,
        sum(case when trials.threshold = settings.confident_from then trials.customers end) * 1.0
        / sum(case when trials.threshold = 0 then trials.tested end) as coverage,
        sum(case when trials.threshold = 0 then round(trials.accuracy * trials.customers) end)
        / sum(case when trials.threshold = 0 then trials.customers end) as accuracy,
        sum(case when trials.threshold = 0 then round(trials.majority_accuracy * trials.customers) end)
        / sum(case when trials.threshold = 0 then trials.customers end) as majority_accuracy

    from trials

    inner join settings on trials.segmentation = settings.segmentation

    group by trials.segmentation, trials.moment

),

findings as (

    select
        segmentation,
        'info' as severity,
        {{ finding_about() }},
        accuracy - majority_accuracy as figure,
        concat(
            'The ', moment, ' says little of the segment: the cold start names the segment of ',
            {{ written_share('accuracy') }},
            ' of all mature customers, and calling everybody the largest segment is right for ',
            {{ written_share('majority_accuracy') }}, '; it is sure of ',
            case when coverage > 0 then concat({{ written_share('coverage') }}, ' of them.') else 'nobody.' end
        ) as sentence

    from tried

    where accuracy - majority_accuracy < {{ setting('early_signs_gain') }}

)

select * from findings
