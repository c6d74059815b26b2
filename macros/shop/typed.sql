{#
    What an input gives for a column as what it is read as: a text without outer blanks, an id, a flag, or a number, date
    or timestamp as its place says that they are written there; null where it cannot be read. A column that has such a type
    already is only cast.
#}
{% macro typed(expression, type, native_type, place) -%}
    {%- set kind = {'date': 'date', 'timestamp': 'date', 'flag': 'flag'}.get(type, 'number') -%}
    {#- What has a time zone is read by its wall clock, as text is. -#}
    {%- set is_native = has_native_type(kind, native_type) and 'zone' not in native_type -%}
    {%- set text = 'trim(' ~ (expression if native_type == 'varchar' else 'cast(' ~ expression ~ ' as string)') ~ ')' -%}
    {%- if expression == 'null' -%} cast(null as {{ 'string' if type in ['text', 'id'] else 'boolean' if type == 'flag' else type }})
    {%- elif type == 'text' -%} nullif({{ text }}, '')
    {%- elif type == 'id' -%} {{ read_id(text, place) }}
    {%- elif type == 'flag' -%} {{ expression if is_native else 'try_cast(' ~ text ~ ' as boolean)' }}
    {%- elif is_native -%} try_cast({{ expression }} as {{ type }})
    {%- else -%} {{ read_as(text, place, type) }}
    {%- endif -%}
{%- endmacro %}
