{#
    A value as a timestamp without a time zone, or null where it is none. `dates` of its place is the strptime format in
    which it is written, or a list of formats to be tried in turn; what is written as 2025-12-31 is always read.
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
        {%- do readings.append('try_to_timestamp(' ~ text ~ ", '" ~ java_date_format(format) ~ "')") -%}
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
    {%- if formats -%}
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
