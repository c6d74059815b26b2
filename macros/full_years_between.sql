{# Completed years from one date to another: the age on a birthday counts, the day before does not. #}
{% macro full_years_between(first_date, second_date) -%}
(
    extract(year from {{ second_date }}) - extract(year from {{ first_date }})
    - case
        when
            100 * extract(month from {{ second_date }}) + extract(day from {{ second_date }})
            < 100 * extract(month from {{ first_date }}) + extract(day from {{ first_date }})
            then 1
        else 0
    end
)
{%- endmacro %}
