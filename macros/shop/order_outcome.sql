{# What became of an order: what the configuration of its shop says of the status, else what is `listed` for it. #}
{% macro order_outcome(shop, word, listed) -%}
    {%- set cases = [] -%}
    {%- for each in (order_logs() if execute else []) -%}
        {%- for status, outcome in (each.inputs.order_lines.statuses or {}).items() -%}
            {%- do cases.append(
                'when ' ~ shop ~ ' = ' ~ text_literal(each.name) ~ ' and ' ~ word ~ ' = ' ~ status_word(text_literal(status))
                ~ ' then ' ~ text_literal(outcome)
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ 'case ' ~ cases | join(' ') ~ ' else ' ~ listed ~ ' end' if cases else listed }}
{%- endmacro %}
