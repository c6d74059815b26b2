with

trials as (

    select * from {{ in_use('preparations') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

preparation_effects as (

    select
        trials.segmentation,
        trials.preparation,
        settings.outliers as configured_outliers,
        settings.correlated as configured_correlated,
        cast(trials.columns as integer) as columns,
        cast(trials.k as integer) as k,
        cast(trials.silhouette as double) as silhouette,
        cast(trials.configured_silhouette as double) as configured_silhouette,
        cast(trials.smallest_share as double) as smallest_share,
        cast(trials.largest_share as double) as largest_share,
        cast(trials.agreement as double) as adjusted_rand

    from trials

    inner join settings on trials.segmentation = settings.segmentation

)

select * from preparation_effects
