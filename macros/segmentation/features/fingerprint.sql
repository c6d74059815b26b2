{# A short text that is another one when any of the columns has another value. #}
{% macro fingerprint(columns) -%}
    md5(concat(
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){{ ", '|'," if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}
