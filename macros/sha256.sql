{# The SHA-256 of a text, as hexadecimal digits. #}
{% macro sha256(text) -%}
    {{ return(adapter.dispatch('sha256')(text)) }}
{%- endmacro %}

{% macro default__sha256(text) -%}
    {{ exceptions.raise_compiler_error("Hashes of texts are not supported on this warehouse.") }}
{%- endmacro %}

{% macro duckdb__sha256(text) -%}
    sha256({{ text }})
{%- endmacro %}

{% macro spark__sha256(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}
