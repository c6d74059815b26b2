{#
    Refuses a place of data that names none or several, or is read by a setting that means nothing: `kinds` are the
    keys of which one names the data. How a text file is written has no meaning for a table, which has its types.
#}
{% macro check_place(place, what, kinds) %}
    {% set one_of = '`' ~ kinds | join(':`, `') ~ ':`' %}
    {% if not place %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml names no data: give it one of " ~ one_of ~ "."
        ) }}
    {% endif %}
    {% set file_keys = ['delimiter', 'header', 'skip'] %}
    {% set value_keys = ['decimal', 'dates'] %}
    {% do check_keys(place, kinds + file_keys + value_keys, what ~ ", `customers`,") %}
    {% set named = kinds | select('in', place) | list %}
    {% set in_place = what ~ " in dbt_project.yml " %}
    {% if named | length != 1 or not place[named[0]] %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "names " ~ ('several sources' if named | length > 1 else 'no data')
            ~ ": give it one of " ~ one_of ~ "."
        ) }}
    {% endif %}
    {% set meaningless = {'file': [], 'shop': file_keys + value_keys}.get(named[0], file_keys) %}
    {% for key in meaningless if key in place %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "has `" ~ key ~ ":` beside `" ~ named[0] ~ ":`, where it means nothing: take it out."
        ) }}
    {% endfor %}
    {% if place.header is defined and place.header is not boolean %}
        {{ exceptions.raise_compiler_error(in_place ~ "has header '" ~ place.header ~ "': write true or false.") }}
    {% elif place.skip is defined and (place.skip is not integer or place.skip < 0) %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "has skip '" ~ place.skip ~ "': write the number of lines before the header."
        ) }}
    {% elif place.decimal is defined and place.decimal not in ['.', ','] %}
        {{ exceptions.raise_compiler_error(in_place ~ "has decimal '" ~ place.decimal ~ "': write \".\" or \",\".") }}
    {% elif place.delimiter is defined and place.delimiter != 'whitespace' and place.delimiter | string | length != 1 %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "has delimiter '" ~ place.delimiter ~ "': write one character or whitespace."
        ) }}
    {% endif %}
    {% for format in ([place.dates] if place.dates is string else place.dates or []) if '%' not in format | string %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "has dates '" ~ format ~ "': write them as in \"%d-%m-%Y\", or a list of such formats."
        ) }}
    {% endfor %}
{% endmacro %}
