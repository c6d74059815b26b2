{#-
    Which name each segment has had, and from which day on. What stands here is read before it is written again, as in
    segment_periods; an earlier day changes nothing here either.
-#}

with

champions as (

    select * from {{ ref('champions') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

periods as (

    select * from {{ ref('segment_periods') }}

),

stored as (

    {{ own_rows({
        'segmentation': 'string', 'segment_id': 'integer', 'segment_name': 'string', 'configuration': 'string',
        'valid_from': 'date', 'valid_to': 'date',
    }) | indent(4) }}

),

reached as (

    select
        segmentation,
        max(coalesce(valid_to, valid_from)) as reached_on

    from periods

    group by segmentation

),

continued as (

    select
        champions.segmentation,
        champions.as_of_date,
        champions.model_version,
        champions.configuration

    from champions

    inner join reached on champions.segmentation = reached.segmentation

    where reached.reached_on <= champions.as_of_date

),

-- Before there are names of earlier days, the stays of the history say what they were.
of_stays as (

    select
        periods.segmentation,
        periods.segment_id,
        periods.segment_name,
        max(case when periods.model_version = continued.model_version then continued.configuration end)
            as configuration,
        min(periods.valid_from) as valid_from

    from periods

    inner join continued on periods.segmentation = continued.segmentation

    where
        periods.segment_name is not null
        and periods.valid_from < continued.as_of_date
        and periods.segmentation not in (select stored.segmentation from stored)

    group by periods.segmentation, periods.segment_id, periods.segment_name

),

observed as (

    select
        stored.segmentation,
        stored.segment_id,
        stored.segment_name,
        stored.configuration,
        stored.valid_from

    from stored

    left join continued on stored.segmentation = continued.segmentation

    left join labels
        on
            stored.segmentation = labels.segmentation
            and stored.segment_id = labels.segment_id

    -- A segment that an earlier build of the day had, and that is no more, was called so.
    where
        continued.segmentation is null
        or stored.valid_from < continued.as_of_date
        or labels.segment_id is null

    union all

    select * from of_stays

    union all

    select
        labels.segmentation,
        labels.segment_id,
        labels.segment_name,
        continued.configuration,
        continued.as_of_date as valid_from

    from labels

    inner join continued on labels.segmentation = continued.segmentation

),

compared as (

    select
        *,
        lag(segment_name) over (partition by segmentation, segment_id order by valid_from) as name_before,
        lag(configuration) over (partition by segmentation, segment_id order by valid_from) as configuration_before

    from observed

),

segment_names as (

    select
        segmentation,
        segment_id,
        segment_name,
        configuration,
        valid_from,
        lead(valid_from) over (partition by segmentation, segment_id order by valid_from) as valid_to

    from compared

    where
        name_before is null
        or segment_name <> name_before
        or configuration <> coalesce(configuration_before, '')

)

select * from segment_names
