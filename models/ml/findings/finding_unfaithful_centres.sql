with

versions as (

    select * from {{ ref('champions') }}

),

findings as (

    select
        segmentation,
        'warning' as severity,
        {{ finding_about() }},
        faithfulness as figure,
        concat(
            'Only ', {{ written_share('faithfulness') }}, ' of the customers are in the group that ', model_algorithm,
            ' found for them: its groups are not round, and segments, which go by the nearest centre, divide them ',
            'otherwise.'
        ) as sentence

    from versions

    where faithfulness < {{ setting('faithful_from') }}

)

select * from findings
