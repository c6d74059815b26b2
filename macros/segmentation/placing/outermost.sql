{# The least or the greatest of several expressions, which may be one. Those that are null do not count. #}
{% macro outermost(function, expressions) -%}
    {{ function ~ '(' ~ expressions | join(', ') ~ ')' if expressions | length > 1 else expressions[0] }}
{%- endmacro %}
