{{ config(post_hook="{{ check_rejected_share('survey_answers') }}") }}

with

survey_answers as (

    {{ event_rows('survey_answers', happened_at='answered_on') | indent(4) }}

),

classified as (

    select
        shop,
        customer_id,
        answered_on,
        -- An answer outside its scale counts as not given.
        case when recommend between 0 and 10 then recommend end as recommend,
        case when price_importance between 1 and 5 then price_importance end as price_importance,
        case when quality_importance between 1 and 5 then quality_importance end as quality_importance,
        reject_reason,
        {{ rejected_row() }}
    from survey_answers

)

select * from classified
