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

centre_numbers as (

    select
        centres.segmentation,
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
            and centres.position = transforms.position

),

weight_numbers as (

    select
        segmentation,
        concat(array_name, ':', i, ':', j, ':', round(value, 6)) as number_text

    from network_arrays

),

-- A model is its numbers: the same transforms, centres and weights have the same version, whenever built.
numbers as (

    select * from centre_numbers

    union all

    select * from weight_numbers

),

digests as (

    select
        segmentation,
        concat(
            segmentation, '-', substr(md5({{ joined_text('number_text', "','", 'number_text') }}), 1, 8)
        ) as model_version

    from numbers

    group by segmentation

),

versions as (

    select
        digests.segmentation,
        digests.model_version,
        algorithm_quality.algorithm,
        algorithm_quality.k,
        algorithm_quality.faithfulness

    from digests

    inner join algorithm_quality on digests.segmentation = algorithm_quality.segmentation

)

select * from versions
