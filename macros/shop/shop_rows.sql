{#
    Every row of one input of one shop: its columns as the types they are read as, null where a value cannot be read; the
    number that finds the row again (see row_position); and its number among equal rows. Numbering all rows would sort
    them all, though hardly any has a copy: so a cheap row_key first finds those that may have one. A shop that keeps
    equal order lines has no copies.
#}
{% macro shop_rows(shop, input, may_lack=[]) %}
    {%- set place = shop.inputs[input] -%}
    {%- set what = "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'" -%}
    {%- set columns = columns_of_input(input) -%}
    {%- set expressions = input_expressions(shop, input) -%}
    {%- set relation = relation_of(place, what) -%}
    {%- set types = expression_types(relation, expressions) -%}
    {%- set remembered = without_forgotten_of_shop(shop, input, expressions) -%}
    {%- set values = expressions.values() | reject('equalto', 'null') | list -%}
    {%- set rows -%}
    select
        {% for column, type in columns.items() -%}
        {{ typed(expressions[column], type, types[column], place) }} as {{ column }},
        {% endfor -%}
        cast({{ expressions.unreadable_line }} as string) as unreadable_line,
        {%- if input == 'order_lines' %}
        {{ batch_of_row(place) }},
        {%- endif %}
        {{ row_position(place) }} as row_position
        {%- if place.duplicates != 'keep' %},
        {{ row_key(values) }} as row_key
        {%- for value in values %},
        {{ value }} as given_{{ loop.index }}
        {%- endfor %}
        {%- endif %}
    from {{ relation }} as source_rows
    {{ remembered }}
    {%- endset %}
    select
        '{{ shop.name }}' as shop,
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        {% for column in may_lack -%}
        {{ expressions[column] == 'null' }} as lacks_{{ column }},
        {% endfor -%}
        {% if input == 'order_lines' -%}
        batch_number,
        is_replaced,
        {% endif -%}
        unreadable_line,
        row_position,
        copy_number
    from (
        {% if place.duplicates == 'keep' -%}
        select
            *,
            1 as copy_number
        from ({{ rows }}) as typed_rows
        {%- else -%}
        {%- set repeated -%}
        select row_key from (
            select {{ row_key(values) }} as row_key from {{ relation }} as source_rows {{ remembered }}
        ) as keyed
        group by row_key
        having count(*) > 1
        {%- endset -%}
        select
            *,
            1 as copy_number
        from ({{ rows }}) as typed_rows
        where row_key not in ({{ repeated }})
        union all
        select
            *,
            row_number() over (
                partition by row_key
                {%- for value in values %}, given_{{ loop.index }}{% endfor %}
                order by {{ 'is_replaced, ' if input == 'order_lines' }}row_position
            ) as copy_number
        from ({{ rows }}) as typed_rows
        where row_key in ({{ repeated }})
        {%- endif %}
    ) as numbered_rows
{%- endmacro %}
