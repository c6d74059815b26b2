{#
    The customers of whom the model at hand, which has what it reached as `added_at`, is to be made anew: who has other orders
    since, and those of the query `others`. A temporary table of their keys, by its name; none where all are to be made anew.
#}
{% macro changed_customers(others=none) %}
    {% set orders = ref('int_orders') %}
    {% set number = reached(orders) %}
    {% if number is none %}
        {{ return(none) }}
    {% endif %}
    {% set changed = this.identifier ~ '__changed' %}
    {% do run_query(
        'create or replace temporary table ' ~ changed ~ ' as select customer_key from ' ~ orders
        ~ ' where added_at > ' ~ number ~ (' union ' ~ others if others else '')
    ) %}
    {{ return(changed) }}
{% endmacro %}
