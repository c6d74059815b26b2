{# A number from 0 to under 1 that a text draws: always the same, and like chance. #}
{% macro lot(text) -%}
    {{ return(adapter.dispatch('lot')('left(' ~ sha256(text) ~ ', 13)')) }}
{%- endmacro %}

{% macro default__lot(digits) -%}
    {{ exceptions.raise_compiler_error("Drawing lots is not supported on this warehouse.") }}
{%- endmacro %}

{% macro duckdb__lot(digits) -%}
    cast(concat('0x', {{ digits }}) as bigint) / 4503599627370496e0
{%- endmacro %}

{% macro spark__lot(digits) -%}
    cast(conv({{ digits }}, 16, 10) as bigint) / 4503599627370496e0
{%- endmacro %}
