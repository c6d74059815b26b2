with

quality as (

    select * from {{ in_use('segment_quality') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

doubtful as (

    select
        quality.segmentation,
        count(*) as segments,
        min(quality.stability) as figure,
        {{ joined_text("concat(labels.segment_name, ' ', " ~ written_share('quality.stability') ~ ")", "'; '",
            'quality.segment_id') }} as written

    from quality

    inner join labels
        on
            quality.segmentation = labels.segmentation
            and quality.segment_id = labels.segment_id

    where quality.stability < {{ setting('doubtful_under') }}

    group by quality.segmentation

),

findings as (

    select
        segmentation,
        'warning' as severity,
        {{ finding_about() }},
        figure,
        concat(
            'Segments that may not hold: ', segments, ' (', written, '). Only so much of them comes out the same when ',
            'the segments are made again from a random choice of the customers; their customers may move with the ',
            'next build.'
        ) as sentence

    from doubtful

)

select * from findings
