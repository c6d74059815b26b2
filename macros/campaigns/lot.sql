{# A number from 0 to under 1 that a text draws: always the same, and like chance. #}
{% macro lot(text) -%}
    cast(concat('0x', left(sha256({{ text }}), 13)) as bigint) / 4503599627370496.0
{%- endmacro %}
