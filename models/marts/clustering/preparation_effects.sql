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
        trials.columns,
        trials.k,
        trials.silhouette,
        trials.configured_silhouette,
        trials.smallest_share,
        trials.largest_share,
        trials.agreement as adjusted_rand

    from trials

    inner join settings on trials.segmentation = settings.segmentation

)

select {{ contracted_columns() }} from preparation_effects
