{#
    A select with one row per row of a segmentation's customers: every feature as a number or a level, empty where the
    segmentation lacks it; the names of those whose value is there but cannot be read; and what a row may be rejected
    for. Only a row for which that is so is written out as it came: to write them all would take longer than the rest.

    A shop's customers have their as_of_date, and today their maturity; their rows of earlier days are read from `relation`.
#}
{% macro customer_rows(segmentation, columns, relation=none) %}
    {%- set place = segmentation.customers -%}
    {%- set has_maturity = segmentation.shop and not relation -%}
    {%- set of_shop = ('as_of_date, maturity,' if has_maturity else 'as_of_date,') if segmentation.shop -%}
    {%- set relation = relation or customers_relation(segmentation) -%}
    {%- set types = value_types(segmentation, relation) -%}
    {%- set values = number_values(segmentation) -%}
    {%- set categories = segmentation.features | selectattr('kind', 'equalto', 'category') | list -%}
    {%- set as_of_date = as_of_date_of(segmentation) -%}
    {%- set may_repeat = not segmentation.shop %}
    with

    {% if may_repeat -%}
    repeated_ids as (

        select
            {{ id_expression(segmentation) }} as repeated_id,
            true as is_repeated
        from {{ relation }} as source_rows
        group by 1
        having count(*) > 1

    ),

    {% endif -%}
    given as (

        select
            {{ id_expression(segmentation) }} as customer_id,
            {{ segmentation.eligible or 'true' }} as is_eligible,
            {% if segmentation.shop -%}
            as_of_date,
            {% endif -%}
            {% if has_maturity -%}
            {{ shop_maturity(segmentation, as_of_date) | indent(12) }} as maturity,
            {% endif -%}
            {{ file_position() if place.file is defined else 'cast(null as bigint)' }} as file_position,
            {{ unreadable_line(segmentation, relation) }} as unreadable_line,
            {% for value in values -%}
            {{ given_value(value.column, value.type, types[value.name]) }} as given_{{ loop.index }},
            {% endfor -%}
            {% for category in categories -%}
            {{ category_value(category.column, category.levels) }} as {{ category.name }},
            {% endfor -%}
            {{ 'coalesce(repeated_ids.is_repeated, false)' if may_repeat else 'false' }} as is_repeated,
            {{ whole_row('source_rows') }} as raw_row
        from {{ relation }} as source_rows
        {% if may_repeat -%}
        left join repeated_ids on {{ id_expression(segmentation) }} = repeated_ids.repeated_id
        {%- endif %}
        {{ without_forgotten_of_table(segmentation, relation) }}

    ),

    value_read as (

        select
            customer_id,
            is_eligible,
            {{ of_shop }}
            file_position,
            unreadable_line,
            {% for value in values -%}
            given_{{ loop.index }},
            {{ read_value('given_' ~ loop.index, value.type, types[value.name], place) }} as {{ value.name }},
            {% endfor -%}
            {% for category in categories -%}
            {{ category.name }},
            {% endfor -%}
            is_repeated,
            raw_row
        from given

    ),

    measured as (

        select
            {{ text_literal(segmentation.name) }} as segmentation,
            customer_id,
            {{ revenue_column(segmentation) }} as revenue,
            coalesce(is_eligible, false) as is_eligible,
            {{ of_shop }}
            {% for column in columns -%}
            {{ input_column(segmentation, column, as_of_date) }} as {{ column.name }},
            {% endfor -%}
            {{ unreadable_features(values, types) }} as unreadable_features,
            {{ has_impossible_age(segmentation, as_of_date) }} as has_impossible_age,
            is_repeated,
            unreadable_line,
            file_position,
            raw_row
        from value_read

    )

    select
        segmentation,
        customer_id,
        revenue,
        is_eligible,
        {{ of_shop }}
        {% for column in columns -%}
        {{ column.name }},
        {% endfor -%}
        unreadable_features,
        has_impossible_age,
        is_repeated,
        unreadable_line,
        file_position,
        case
            when customer_id is null or is_repeated or has_impossible_age or unreadable_line is not null
                or {{ is_damaged_id('customer_id') }}
                then coalesce(unreadable_line, replace({{ raw_row_text('raw_row') }}, ',"unreadable_line":null}', '}'))
        end as raw_row
    from measured
{%- endmacro %}
