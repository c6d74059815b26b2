{# Whether order lines have list prices, so that there is something to add up; true where the database is not asked. #}
{% macro may_have_list_prices(lines) %}
    {{ return(
        not asks_database()
        or run_query('select list_amount from ' ~ lines ~ ' where list_amount is not null limit 1').rows | length > 0
    ) }}
{% endmacro %}
