with

builds as (

    select * from {{ ref('published_builds') }}

    where published_at is not null

),

-- Why is in the warning of the build, with an example of the input, which is not for everybody.
set_aside as (

    {% for name in names_set_aside().segmentations %}
        select {{ text_literal(name) }} as segmentation
        {{ 'union all' if not loop.last }}
    {% else %}
        select cast(null as string) as segmentation
        where false
    {% endfor %}

),

last_builds as (

    select
        set_aside.segmentation,
        cast(cast(max(builds.began_at) as date) as string) as began_on

    from set_aside

    left join builds
        on not coalesce(contains(', ' || builds.set_aside || ',', ', ' || set_aside.segmentation || ','), false)

    group by set_aside.segmentation

),

findings as (

    select
        segmentation,
        'warning' as severity,
        {{ finding_about() }},
        cast(null as double) as figure,
        concat(
            'Its input could not be used: ',
            coalesce('all its tables are those of the build of ' || began_on, 'it has no tables yet'),
            '. The warning of the last build says why.'
        ) as sentence

    from last_builds

)

select * from findings
