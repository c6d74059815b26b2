-- How surely would customers be in the same segment if the segments were found again, and does that come true?
-- One row per segmentation: customers placed by what they have done, the shares with a chance under 0.8 and under 0.6,
-- and how well chances agree with refits (mean gap, and mean squared difference).

with

customer_segments as (

    select * from {{ ref('customer_segments') }}

    where assigned_by in ('clustering', 'classifier')

),

models as (

    select * from {{ ref('model_registry') }}

    where is_champion

),

counted as (

    select
        segmentation,
        count(*) as customers,
        count(case when probability < 0.8 then 1 end) * 1.0 / count(*) as under_80,
        count(case when probability < 0.6 then 1 end) * 1.0 / count(*) as under_60

    from customer_segments

    group by segmentation

)

select
    counted.segmentation,
    models.segmentation_kind,
    models.k,
    counted.customers,
    round(counted.under_80, 3) as under_80,
    round(counted.under_60, 3) as under_60,
    round(models.calibration_error, 3) as calibration_error,
    round(models.brier_score, 3) as brier_score

from counted

inner join models on counted.segmentation = models.segmentation

order by counted.segmentation
