{#
    The rows of one input of all its shops as they came: the shop, the columns of the input and `unreadable_line`, all as
    text, so that a value which does not parse is rejected later with its reason instead of failing the build. A column
    that a shop lacks is null, and where it is one of `may_lack`, `lacks_<column>` is true. An input that no shop has is
    empty.
#}
{% macro raw_rows(input, may_lack=[]) %}
    {%- for shop in shops_with(input) -%}
    {%- set expressions = input_expressions(shop, input) -%}
    {{ 'union all' if not loop.first }}
    select
        '{{ shop.name }}' as shop
        {%- for column in may_lack %},
        {{ expressions[column] == 'null' }} as lacks_{{ column }}
        {%- endfor %}
        {%- for column, expression in expressions.items() %},
        cast({{ expression }} as string) as {{ column }}
        {%- endfor %}
    from {{ relation_of(shop.inputs[input], "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'") }}
    {{ without_forgotten_of_shop(shop, input, expressions) }}
    {% else -%}
    select
        cast(null as string) as shop
        {%- for column in may_lack %},
        false as lacks_{{ column }}
        {%- endfor %}
        {%- for column in columns_of_input(input).keys() | list + ['unreadable_line'] %},
        cast(null as string) as {{ column }}
        {%- endfor %}
    where false
    {%- endfor -%}
{%- endmacro %}
