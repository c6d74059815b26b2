{# A short text that is another one when any of the columns has another value. #}
{% macro fingerprint(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append('coalesce(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')") -%}
    {%- endfor -%}
    md5(concat({{ texts | join(", '|', ") }}))
{%- endmacro %}
