{# A query of the ids of a configured list of customers. #}
{% macro listed_customers(place, what) -%}
    select {{ listed_id(place) }} from {{ relation_of(place, what) }} as listed where {{ listed_id(place) }} is not null
{%- endmacro %}

{# The id of a customer in a configured list, the same where it is written differently. #}
{% macro listed_id(place) -%}
    {{ unified_id('cast(' ~ (place.id or 'customer_id') ~ ' as string)') }}
{%- endmacro %}
