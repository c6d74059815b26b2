{#
    A value that is typed, or written as a program would, as a number; null for any other, such as inf where an engine
    has it.
#}
{% macro plain_number(expression, decimal, type) -%}
    {{ return(adapter.dispatch('plain_number')(expression, decimal, type)) }}
{%- endmacro %}

{% macro default__plain_number(expression, decimal, type) -%}
    {{ exceptions.raise_compiler_error("Numbers that are text are not supported on this warehouse.") }}
{%- endmacro %}

{# Spark reads 12d, 12f and infinity too: so only what is made of digits. #}
{% macro spark__plain_number(expression, decimal, type) -%}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {%- set pattern = '^[-+]?[0-9]*[' ~ decimal ~ ']?[0-9]*([eE][-+]?[0-9]+)?$' -%}
    case
        when typeof({{ expression }}) != 'string' then try_cast({{ expression }} as {{ type }})
        when {{ text }} rlike '{{ pattern }}' then try_cast(replace({{ text }}, '{{ decimal }}', '.') as {{ type }})
    end
{%- endmacro %}

{% macro duckdb__plain_number(expression, decimal, type) -%}
    {%- if decimal == '.' -%}
        try_cast({{ expression }} as {{ type }})
    {%- else -%}
        {# The point of a typed number is its decimal mark, that of a text parts its thousands. #}
        {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
        case
            when typeof({{ expression }}) != 'VARCHAR' then try_cast({{ expression }} as {{ type }})
            when not contains({{ text }}, '.') then try_cast(replace({{ text }}, '{{ decimal }}', '.') as {{ type }})
        end
    {%- endif -%}
{%- endmacro %}
