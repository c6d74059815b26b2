{# Revenue of the next 365 days by an expectation, as worth today: that of each part as if it came in the middle of it. #}
{% macro discounted_revenue(relation) -%}
    {%- set before, terms = namespace(days=0), [] -%}
    {%- for days in value_horizons() -%}
        {%- set part = relation ~ '.revenue_' ~ days -%}
        {%- if before.days -%}
            {%- set part = '(' ~ part ~ ' - ' ~ relation ~ '.revenue_' ~ before.days ~ ')' -%}
        {%- endif -%}
        {%- set middle = (before.days + days) / 2 -%}
        {%- do terms.append(part ~ ' * power(1 + ' ~ setting('discount_rate') ~ ', -' ~ middle ~ 'e0 / 365e0)') -%}
        {%- set before.days = days -%}
    {%- endfor -%}
    ({{ terms | join(' + ') }})
{%- endmacro %}
