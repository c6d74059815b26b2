with

customers as (

    select * from {{ ref('stg_shop__customers') }}

),

reasoned_alone as (

    select
        *,
        case
            when copy_number > 1 then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when signed_up_on < {{ first_plausible_date() }} then 'before the first plausible date'
            when signed_up_on > {{ as_of_date() }} then 'future date'
        end as own_reason
    from customers

),

-- Rows with a fault of their own do not compete: of the others, the customer's first sign-up stands.
ranked as (

    select
        *,
        row_number() over (
            partition by customer_id, own_reason
            order by signed_up_on nulls last, row_id
        ) as row_rank
    from reasoned_alone

),

reasoned as (

    select
        *,
        case
            when own_reason is not null then own_reason
            when row_rank > 1 then 'repeated customer id'
        end as reject_reason
    from ranked

),

-- An impossible birth date costs the customer the age, not the place.
classified as (

    select
        row_id,
        customer_id,
        gender,
        case
            when
                birth_date <= {{ as_of_date() }}
                and {{ full_years_between('birth_date', as_of_date()) }} <= {{ var('oldest_plausible_age') }}
                then birth_date
        end as birth_date,
        region,
        acquisition_channel,
        signed_up_on,
        reject_reason,
        case when reject_reason is not null then raw_row end as raw_row
    from reasoned

)

select * from classified
