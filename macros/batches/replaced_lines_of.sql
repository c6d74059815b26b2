{# The replaced_lines of one shop, by pairs of batches that cover days, and of batches that have the lines of others. #}
{% macro replaced_lines_of(shop, days, keys) %}
    {%- set columns = {'earlier': 'bigint', 'later': 'bigint', 'first_on': 'date', 'last_on': 'date', 'replaced_by': 'integer'} -%}
    {%- set lines = typed_lines(shop) -%}
    {%- set known = line_keys(lines) -%}
    select
        {{ text_literal(shop.name) }} as shop,
        row_position,
        max(replaced_by) as replaced_by
    from (
        with

        pairs_by_day as ({{ literal_rows(days, columns) }}),

        pairs_by_line as ({{ literal_rows(keys, columns) }}),

        lines as (
            select
                {{ lines.position }} as row_position,
                {{ lines.place }} as place,
                {{ known.order }} as order_key,
                {{ known.line }} as line_key,
                cast({{ lines.ordered_at }} as date) as ordered_on
            from {{ lines.relation }} as source_rows
            where
                {{ known.is_known }}
                and {{ lines.place }} in (
                    select earlier from pairs_by_day
                    union all select earlier from pairs_by_line
                    union all select later from pairs_by_line
                )
        )

        select
            lines.row_position,
            pairs_by_day.replaced_by
        from lines
        inner join pairs_by_day
            on
                lines.place = pairs_by_day.earlier
                and lines.ordered_on between pairs_by_day.first_on and pairs_by_day.last_on
        union all
        select
            lines.row_position,
            pairs_by_line.replaced_by
        from lines
        inner join pairs_by_line on lines.place = pairs_by_line.earlier
        where (pairs_by_line.later, lines.order_key, lines.line_key) in (select place, order_key, line_key from lines)
    ) as replaced
    group by row_position
{% endmacro %}
