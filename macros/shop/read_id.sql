{#
    The id of a customer as text, the same where it is written differently: e-mail addresses in small letters, and whole
    numbers without the decimals that a spreadsheet gives them. As it came for shops whose input says so (`ids`).
#}
{% macro read_id(column, input) -%}
    {%- set as_written = [] -%}
    {%- for shop in (shops_with(input) if execute else []) if shop.inputs[input].get('ids') == 'as_written' -%}
        {%- do as_written.append(text_literal(shop.name)) -%}
    {%- endfor -%}
    {%- if as_written -%}
    case when shop in ({{ as_written | join(', ') }}) then nullif(trim({{ column }}), '') else {{ unified_id(column) }} end
    {%- else -%}
    {{ unified_id(column) }}
    {%- endif -%}
{%- endmacro %}
