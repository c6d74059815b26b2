with

coverage as (

    select * from {{ ref('cold_start_coverage') }}

    where model = 'network'

),

tried as (

    select
        segmentation,
        moment,
        max(case when threshold = 0 then accuracy end) as accuracy,
        max(case when in_use then coverage end) as coverage,
        max(majority_accuracy) as majority_accuracy,
        max(gained) as gained,
        max(verdict) as verdict

    from coverage

    group by segmentation, moment

),

-- Everybody is asked: those whom the cold start is sure of it has chosen itself.
findings as (

    select
        segmentation,
        'info' as severity,
        {{ finding_about(source='moment') }},
        gained as figure,
        concat(
            'The ', moment, ' says little of the segment: predicted from it, the segment is right for ',
            {{ written_share('accuracy') }},
            ' of the customers, and to call everybody the largest segment is right for ',
            {{ written_share('majority_accuracy') }},
            case verdict
                when 'better' then ', so that it is a little better'
                when 'worse' then ', so that it is worse'
                else ', and one cannot tell which is better'
            end,
            '; the prediction is sure for ',
            case when coverage > 0 then concat({{ written_share('coverage') }}, ' of them.') else 'nobody.' end
        ) as sentence

    from tried

    where gained < {{ setting('early_signs_gain') }}

)

select * from findings
