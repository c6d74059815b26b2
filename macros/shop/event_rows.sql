{#
    The identified_rows of an input of events, each with the reason why it is left out, or null when it is kept. The first
    reason that holds is given. `happened_at` is the column that says when the event was.
#}
{% macro event_rows(input, happened_at) -%}
    with

    events as (

        {{ identified_rows(input) | indent(8) }}

    ),

    customers as (

        select
            shop,
            customer_id,
            true as is_known
        from {{ ref('int_customers') }}

    )

    select
        events.*,
        case
            when events.unreadable_line is not null then 'wrong number of fields'
            when events.{{ happened_at }} is null then 'unparseable date'
            when events.copy_number > 1 then 'exact duplicate'
            when events.customer_id is null then 'missing customer id'
            when events.{{ happened_at }} < {{ first_plausible_date() }} then 'before the first plausible date'
            when events.{{ happened_at }} >= events.as_of_date + interval 1 day then 'future date'
            when customers.is_known is null then 'unknown customer'
        end as reject_reason
    from events
    left join customers
        on
            events.shop = customers.shop
            and events.customer_id = customers.customer_id
{%- endmacro %}
