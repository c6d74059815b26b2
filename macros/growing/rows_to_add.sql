{# What a query says of itself that has not all rows of its table, but those to add. #}
{% macro rows_to_add() %}{{ return('/* rows to add */') }}{% endmacro %}
