{{ config(post_hook="{{ check_rejected_share('survey_answers') }}") }}

with

survey_answers as (

    {{ identified_rows('survey_answers') }}

),

customers as (

    select
        shop,
        customer_id,
        true as is_known
    from {{ ref('int_customers') }}

),

matched as (

    select
        survey_answers.*,
        coalesce(customers.is_known, false) as is_known_customer
    from survey_answers
    left join customers
        on
            survey_answers.shop = customers.shop
            and survey_answers.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('answered_on') }} as reject_reason
    from matched

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
    from reasoned

)

select * from classified
