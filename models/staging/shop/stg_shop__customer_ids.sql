{{ config(post_hook="{{ check_rejected_share('customer_ids') }}") }}

-- depends_on: {{ ref('stg_shop__shops') }}, which judges what is read
{% set sources = shop_inputs().keys() | reject('equalto', 'customer_ids') | list %}

with

customer_ids as (

    {{ input_rows('customer_ids') | indent(4) }}

),

-- What is said of no source is said of all.
completed as (

    select
        shop,
        coalesce(source, '*') as source,
        source_customer_id,
        customer_id,
        unreadable_line,
        row_position,
        copy_number
    from customer_ids

),

judged_alone as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when copy_number > 1 then 'exact duplicate'
            when source_customer_id is null or customer_id is null then 'missing customer id'
            when source not in (
                {% for source in sources -%}
                    '{{ source }}',
                {% endfor -%}
                '*'
            ) then 'unknown source'
        end as own_reason
    from completed

),

-- Rows with a fault of their own contradict nobody.
compared as (

    select
        *,
        min(customer_id) over (partition by shop, source, source_customer_id, own_reason) as first_customer_id,
        max(customer_id) over (partition by shop, source, source_customer_id, own_reason) as last_customer_id
    from judged_alone

),

judged as (

    select
        *,
        case
            when own_reason is not null then own_reason
            when first_customer_id != last_customer_id then 'conflicting mapping'
        end as reject_reason
    from compared

),

classified as (

    select
        shop,
        source,
        source_customer_id,
        customer_id,
        reject_reason,
        {{ rejected_row() }}
    from judged

)

select * from classified
