{#
    A value as a number of the given type, or null where it is none. Text is read as people write amounts:

    - the decimal mark is `decimal` of its place, a point where there is none;
    - thousands may be separated by blanks, apostrophes and the other mark, where they are parted in threes, or as lakhs are;
    - a currency sign or code may stand at either end; `12%` is 0.12; `(12.50)`, `12.50-` and `-12.50` are one number;
    - a whole number may have decimals that are zero, no others.

    So 8.188.888.889 is no number where the decimal mark is a point. Infinity and NaN never are. The cast comes first, and
    only what it does not read is looked at any closer, in a `case`, because engines work out all of a `coalesce`: clean
    columns and typed ones cost little more than the cast.
#}
{% macro read_number(expression, place, type='double') -%}
    {%- set decimal = (place or {}).decimal or '.' -%}
    {%- set is_whole = type in ['bigint', 'integer', 'int', 'smallint'] -%}
    {%- set plain = plain_number(expression, decimal, 'double' if is_whole else type) -%}
    {%- set is_number = 'floor(' ~ plain ~ ') = ' ~ plain if is_whole else 'abs(' ~ plain ~ ') < 1e300' if type == 'double' -%}
    case
        when {{ plain }} is null then try_cast({{ number_text(expression, decimal, is_whole) }} as {{ type }})
        {{ 'when ' ~ is_number ~ ' then' if is_number else 'else' }}
            {{ 'try_cast(' ~ plain ~ ' as ' ~ type ~ ')' if is_whole else plain }}
    end
{%- endmacro %}
