{#
    Why a row of a session, ticket, survey or contact input is left out, or null when it is kept. The first reason that
    holds is given. Expects the columns of identified_rows and is_known_customer in scope.
#}
{% macro event_reject_reason(event_at) -%}
case
    when unreadable_line is not null then 'wrong number of fields'
    when {{ event_at }} is null then 'unparseable date'
    when copy_number > 1 then 'exact duplicate'
    when customer_id is null then 'missing customer id'
    when {{ event_at }} < {{ first_plausible_date() }} then 'before the first plausible date'
    when {{ event_at }} >= as_of_date + interval 1 day then 'future date'
    when not is_known_customer then 'unknown customer'
end
{%- endmacro %}
