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
            'The nearest centre places only ', {{ written_share('faithfulness') }},
            ' of the customers where ', model_algorithm,
            ' had them: its clusters are not round, and the segments are another division.'
        ) as sentence

    from versions

    where faithfulness < {{ setting('faithful_from') }}

)

select * from findings
