{#
    A text column of an input as what it is read as: a text without outer blanks, an id, a flag, or a number, date or timestamp
    as the place of each shop's input says that they are written there; null where it cannot be read. Only parsed, the
    SQL is read by nobody, and no shop is looked up for it.
#}
{% macro typed(column, input, type) -%}
    {%- if type == 'text' -%}
    nullif(trim({{ column }}), '')
    {%- elif type == 'id' -%}
    {{ read_id(column, input) }}
    {%- elif type == 'flag' -%}
    try_cast(trim({{ column }}) as boolean)
    {%- else -%}
    {%- set readings = {} -%}
    {%- for shop in (shops_with(input) if execute else []) -%}
        {%- do readings.update({shop.name: read_as('trim(' ~ column ~ ')', shop.inputs[input], type)}) -%}
    {%- endfor -%}
    {%- if readings.values() | unique | list | length > 1 -%}
    case shop
        {%- for shop, reading in readings.items() %}
        when '{{ shop }}' then {{ reading }}
        {%- endfor %}
    end
    {%- else -%}
    {{ readings.values() | first | default('cast(null as ' ~ type ~ ')') }}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}
