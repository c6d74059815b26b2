with

survey_answers as (

    select * from {{ ref('stg_shop__survey_answers') }}

),

customers as (

    select
        customer_id,
        true as is_known
    from {{ ref('int_customers') }}

),

matched as (

    select
        survey_answers.*,
        coalesce(customers.is_known, false) as is_known_customer
    from survey_answers
    left join customers on survey_answers.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('answered_on') }} as reject_reason
    from matched

),

classified as (

    select
        row_id,
        customer_id,
        answered_on,
        -- An answer outside its scale counts as not given.
        case when recommend between 0 and 10 then recommend end as recommend,
        case when price_importance between 1 and 5 then price_importance end as price_importance,
        case when quality_importance between 1 and 5 then quality_importance end as quality_importance,
        reject_reason,
        case when reject_reason is not null then raw_row end as raw_row
    from reasoned

)

select * from classified
