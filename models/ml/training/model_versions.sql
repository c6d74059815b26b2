with

centres as (

    select * from {{ ref('segment_centres') }}

),

algorithm_quality as (

    select * from {{ ref('algorithm_quality') }}

    where is_chosen

),

transforms as (

    select * from {{ ref('feature_transforms') }}

),

network_arrays as (

    select * from {{ ref('network_arrays') }}

    where model = 'network' and array_name not like 'history/%'

),

verdicts as (

    select * from {{ ref('structure_verdicts') }}

),

quality as (

    select * from {{ ref('segment_quality') }}

),

trials as (

    select * from {{ ref('classifier_trials') }}

    where model = 'network' and split_set = 'test'

),

cluster_quality as (

    select * from {{ ref('cluster_quality') }}

),

centre_numbers as (

    select
        centres.segmentation,
        centres.version,
        concat(
            centres.segment_id, ':', centres.column_name, ':', transforms.transform,
            ':', round(transforms.fill_value, 6), ':', round(transforms.centre, 6),
            ':', round(transforms.scale, 6), ':', round(transforms.lower_limit, 6),
            ':', round(transforms.upper_limit, 6), ':', round(centres.centre, 6)
        ) as number_text

    from centres

    inner join transforms
        on
            centres.segmentation = transforms.segmentation
            and centres.version = transforms.version
            and centres.position = transforms.position

),

weight_numbers as (

    select
        segmentation,
        version,
        concat(array_name, ':', i, ':', j, ':', round(value, 6)) as number_text

    from network_arrays

),

-- A model is its numbers: the same transforms, centres and weights have the same text, whenever built.
numbers as (

    select * from centre_numbers

    union all

    select * from weight_numbers

),

digests as (

    select
        segmentation,
        version,
        concat(
            segmentation, '-', substr(md5({{ joined_text('number_text', "','", 'number_text') }}), 1, 8)
        ) as model_version

    from numbers

    group by segmentation, version

),

features as (

    select
        segmentation,
        version,
        {{ joined_text("concat(column_name, ': ', transform)", "', '", 'position') }} as features

    from transforms

    group by segmentation, version

),

stabilities as (

    select
        segmentation,
        version,
        min(stability) as stability

    from quality

    group by segmentation, version

),

accuracies as (

    select
        segmentation,
        version,
        sum(case when segment_id = predicted_segment_id then customers else 0 end) * 1.0 / sum(customers)
            as network_accuracy

    from trials

    group by segmentation, version

),

-- Every customer of a training is in one cluster of each k.
sizes as (

    select
        segmentation,
        version,
        max(customers) as customers

    from (
        select
            segmentation,
            version,
            k,
            sum(customers) as customers
        from cluster_quality
        group by segmentation, version, k
    ) as by_k

    group by segmentation, version

),

versions as (

    select
        digests.segmentation,
        digests.version,
        digests.model_version,
        algorithm_quality.algorithm,
        algorithm_quality.k,
        algorithm_quality.faithfulness,
        algorithm_quality.placed_silhouette as silhouette,
        verdicts.structure,
        features.features,
        sizes.customers,
        stabilities.stability,
        accuracies.network_accuracy

    from digests

    inner join algorithm_quality
        on
            digests.segmentation = algorithm_quality.segmentation
            and digests.version = algorithm_quality.version

    inner join verdicts
        on
            digests.segmentation = verdicts.segmentation
            and digests.version = verdicts.version

    inner join features
        on
            digests.segmentation = features.segmentation
            and digests.version = features.version

    inner join sizes
        on
            digests.segmentation = sizes.segmentation
            and digests.version = sizes.version

    left join stabilities
        on
            digests.segmentation = stabilities.segmentation
            and digests.version = stabilities.version

    left join accuracies
        on
            digests.segmentation = accuracies.segmentation
            and digests.version = accuracies.version

)

select * from versions
