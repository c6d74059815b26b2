{#
    Refuses a place of data that names none or several, or is read by a setting that means nothing. How a text file is
    written has no meaning for a table, which has its types.
#}
{% macro check_place(place, what, rules) %}
    {% set in_place = what ~ " in dbt_project.yml " %}
    {% set kinds = ['file', 'model', 'relation', 'shop'] | select('in', rules) | list %}
    {% set remedy = ": give it one of `" ~ kinds | join(':`, `') ~ ":`." %}
    {% if not place %}
        {{ exceptions.raise_compiler_error(in_place ~ "names no data" ~ remedy) }}
    {% endif %}
    {% do check_entry(place, rules, what) %}
    {% set named = kinds | select('in', place) | list %}
    {% if named | length != 1 or not place[named[0]] %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "names " ~ ('several sources' if named | length > 1 else 'no data') ~ remedy
        ) }}
    {% endif %}
    {% set value_keys = ['decimal', 'dates', 'ids'] if named[0] == 'shop' else [] %}
    {% for key in {'file': []}.get(named[0], ['delimiter', 'header', 'skip', 'sheet'] + value_keys) if key in place %}
        {{ exceptions.raise_compiler_error(
            in_place ~ "has `" ~ key ~ ":` next to `" ~ named[0] ~ ":`, where it means nothing: take it out."
        ) }}
    {% endfor %}
{% endmacro %}
