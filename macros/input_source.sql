{# What stands after `from` for one input. A file is first asked for its columns. #}
{% macro input_source(name, input, columns) -%}
    {%- if input.file is defined %}{% do check_input_columns(name, input, columns) %}{% endif -%}
    {{ relation_of(input, "Input '" ~ name ~ "'") }}
{%- endmacro %}
