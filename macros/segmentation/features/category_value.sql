{# The level of a category: the trimmed text, '(missing)' where there is none, '(other)' for a level not kept. #}
{% macro category_value(expression, levels) -%}
    {%- set level = "nullif(trim(cast(" ~ expression ~ " as string)), '')" -%}
    {%- set kept = [] -%}
    {%- for each in levels or [] %}{% do kept.append(text_literal(each | string | trim)) %}{% endfor -%}
    {%- if levels is none -%}
        coalesce({{ level }}, '(missing)')
    {%- else -%}
        case
            when {{ level }} is null then '(missing)'
            when {{ level }} in ({{ kept | join(', ') }}) then {{ level }}
            else '(other)'
        end
    {%- endif -%}
{%- endmacro %}
