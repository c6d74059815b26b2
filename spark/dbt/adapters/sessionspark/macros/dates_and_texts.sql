{# Where dbt-spark has no order, warns, or writes a page of SQL for a date. #}
{% macro sessionspark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }}) {{ 'within group (' ~ order_by_clause ~ ')' if order_by_clause }}
{%- endmacro %}

{% macro sessionspark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- if datepart in ['day', 'month'] -%}
        {{ {'day': 'date_add', 'month': 'add_months'}[datepart] }}({{ from_date_or_timestamp }}, cast({{ interval }} as int))
    {%- else -%}
        {{ spark__dateadd(datepart, interval, from_date_or_timestamp) }}
    {%- endif -%}
{%- endmacro %}

{% macro sessionspark__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'day' -%}
        datediff(cast({{ second_date }} as date), cast({{ first_date }} as date))
    {%- elif datepart == 'month' -%}
        (12 * (year({{ second_date }}) - year({{ first_date }})) + month({{ second_date }}) - month({{ first_date }}))
    {%- else -%}
        {{ spark__datediff(first_date, second_date, datepart) }}
    {%- endif -%}
{%- endmacro %}
