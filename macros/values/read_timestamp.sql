{#
    A value as a timestamp without a time zone, or null where it is none. `dates` of its place is the strptime format in
    which it is written, or a list of formats to be tried in turn; what is written as 2025-12-31 is always read. `day number`
    among them is the number of a day as spreadsheets count them: 45352.5 is noon of 2024-03-01.
#}
{% macro read_timestamp(expression, place) -%}
    {%- set formats = (place or {}).dates or [] -%}
    {{ return(adapter.dispatch('read_timestamp')(expression, [formats] if formats is string else formats)) }}
{%- endmacro %}

{% macro default__read_timestamp(expression, formats) -%}
    {{ exceptions.raise_compiler_error("Dates that are text are not supported on this warehouse.") }}
{%- endmacro %}

{% macro spark__read_timestamp(expression, formats) -%}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {#- Spark would read 2010 and 2010-12 as dates. -#}
    {%- set iso = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$' -%}
    {%- set readings = [] -%}
    {%- for format in formats -%}
        {%- if format == 'day number' -%}
            {%- set number = day_number(expression) -%}
            {%- do readings.append(
                "timestamp_ntz '1899-12-30' + make_dt_interval(cast(floor(" ~ number ~ ') as int), 0, 0, round((' ~ number
                ~ ' - floor(' ~ number ~ ')) * 86400))'
            ) -%}
        {%- else -%}
            {%- do readings.append('try_to_timestamp(' ~ text ~ ", '" ~ java_date_format(format) ~ "')") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do readings.append('case when ' ~ text ~ " rlike '" ~ iso ~ "' then try_cast(" ~ text ~ ' as timestamp_ntz) end') -%}
    case
        when typeof({{ expression }}) != 'string' then try_cast({{ text }} as timestamp_ntz)
        else cast(coalesce({{ readings | join(', ') }}) as timestamp_ntz)
    end
{%- endmacro %}

{% macro duckdb__read_timestamp(expression, formats) -%}
    {#- DuckDB 1 reads no offset after a space, as in `2024-01-08 04:27:00 +0200`. -#}
    {%- set without_space = "regexp_replace(cast(" ~ expression ~ " as string), ' ([+-][0-9])', '\\1')" -%}
    {%- set cast_to_timestamp =
        'coalesce(try_cast(' ~ expression ~ ' as timestamp), try_cast(' ~ without_space ~ ' as timestamp))' -%}
    {%- if 'day number' in formats -%}
        {%- set others = formats | reject('equalto', 'day number') | list -%}
        coalesce(
            timestamp '1899-12-30' + to_seconds(round({{ day_number(expression) }} * 86400)),
            {{ duckdb__read_timestamp('cast(' ~ expression ~ ' as string)', others) }}
        )
    {%- elif formats -%}
        {%- set literals = [] -%}
        {%- for format in formats -%}
            {%- do literals.append(text_literal(format)) -%}
        {%- endfor -%}
        {#- First what is a date already: a format could read its text another way. -#}
        case
            when typeof({{ expression }}) not in ('VARCHAR', 'INTEGER', 'BIGINT') then {{ cast_to_timestamp }}
            else
                coalesce(
                    try_strptime(cast({{ expression }} as string), [{{ literals | join(', ') }}]),
                    {{ cast_to_timestamp }}
                )
        end
    {%- else -%}
        {{ cast_to_timestamp }}
    {%- endif -%}
{%- endmacro %}
