{# What stands after `from` for one input, or an empty string for an input that is left out. #}
{% macro input_source(name, input, columns) -%}
{%- if input -%}
    {%- if input.file is defined -%}
        {%- do check_input_columns(name, input, columns) -%}
    {%- endif -%}
    {{ relation_of(input, "Input '" ~ name ~ "'") | trim }}
{%- endif -%}
{%- endmacro %}
