{# A row for each configured audience. #}
{% macro audience_rows() -%}
    {% for audience in configured_audiences() -%}
    select
        {{ text_literal(audience.name) }} as audience,
        {{ text_literal(audience.label) }} as audience_label,
        {{ text_literal(audience.segmentation) }} as segmentation,
        {{ text_literal(audience_rule(audience)) }} as rule,
        cast({{ audience.size_change_that_warns }} as double) as size_change_that_warns
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as audience,
        cast(null as string) as audience_label,
        cast(null as string) as segmentation,
        cast(null as string) as rule,
        cast(null as double) as size_change_that_warns
    where false
    {%- endfor %}
{%- endmacro %}
