{# What is kept of the id of a customer who is forgotten: enough to recognise it. #}
{% macro salted_hash(salt, unified_id) -%}
    {{ sha256('concat(' ~ text_literal(salt) ~ ', ' ~ unified_id ~ ')') }}
{%- endmacro %}
