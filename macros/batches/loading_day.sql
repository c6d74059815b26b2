{# The day on which a row was loaded, as text: the name of its batch. #}
{% macro loading_day(place) -%}
    coalesce(cast(try_cast({{ place.loaded_at }} as date) as string), 'no day')
{%- endmacro %}
