{{ config(post_hook="{{ check_rejected_share('customers') }}") }}

with

customers as (

    {{ identified_rows('customers') | indent(4) }}

),

judged_alone as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when copy_number > 1 then 'exact duplicate'
            when customer_id is null then 'missing customer id'
            when signed_up_on < {{ first_plausible_date() }} then 'before the first plausible date'
            when signed_up_on > as_of_date then 'future date'
            when
                birth_date > as_of_date
                or {{ full_years_between('birth_date', 'as_of_date') }} > {{ setting('oldest_plausible_age') }}
                then 'impossible age'
        end as own_reason
    from customers

),

-- Rows with a fault of their own do not compete: of the others, the customer's first sign-up stands.
ranked as (

    select
        *,
        row_number() over (
            partition by shop, customer_id, own_reason
            order by signed_up_on nulls last, birth_date, gender, region, acquisition_channel
        ) as row_rank
    from judged_alone

),

judged as (

    select
        *,
        case
            when own_reason is not null then own_reason
            when row_rank > 1 then 'repeated customer id'
        end as reject_reason
    from ranked

),

classified as (

    select
        shop,
        customer_id,
        case
            when lower(gender) in ('female', 'f', 'woman') then 'Female'
            when lower(gender) in ('male', 'm', 'man') then 'Male'
            when gender is not null then 'Other'
        end as gender,
        birth_date,
        region,
        acquisition_channel,
        signed_up_on,
        reject_reason,
        {{ rejected_row() }}
    from judged

)

select * from classified
