-- Which segments will those customers end in who have only just come?
-- One row per segmentation, stage and likely segment; the model abstains from those of whom it is not sure.

with

predictions as (

    select * from {{ ref('cold_start_predictions') }}

),

counted as (

    select
        segmentation,
        moment,
        segment_id,
        segment_name,
        count(*) as customers,
        sum(case when abstains then 1 else 0 end) as not_sure,
        avg(probability) as mean_probability

    from predictions

    group by segmentation, moment, segment_id, segment_name

),

shares as (

    select
        segmentation,
        moment,
        segment_id,
        segment_name,
        customers,
        customers * 1.0 / sum(customers) over (partition by segmentation, moment) as share,
        not_sure,
        mean_probability

    from counted

)

select * from shares
order by segmentation, moment, customers desc, segment_id
