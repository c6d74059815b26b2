{#
    A fraction, rounded to some decimals. DuckDB 2 rounds what a double is exactly, DuckDB 1 its product with a power of
    ten: of 1000.26 / 16 = 62.51625 they make 62.5162 and 62.5163. This is the latter in both, and in Spark.
#}
{% macro rounded(expression, decimals) -%}
    round(({{ expression }}) * 1e{{ decimals }}) / 1e{{ decimals }}
{%- endmacro %}
