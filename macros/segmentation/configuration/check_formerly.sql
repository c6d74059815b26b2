{# Refuses an earlier name that is a name of today, or is claimed by two segmentations. #}
{% macro check_formerly(entries) %}
    {% set claimed = [] %}
    {% for name, entry in entries.items() if entry is mapping and entry.formerly is defined %}
        {% set what = "Segmentation '" ~ name ~ "' in dbt_project.yml was formerly '" ~ entry.formerly ~ "'" %}
        {% if entry.formerly in entries %}
            {{ exceptions.raise_compiler_error(
                what ~ ", which is the name of a segmentation there: take out `formerly:`, or that segmentation."
            ) }}
        {% elif entry.formerly in claimed %}
            {{ exceptions.raise_compiler_error(what ~ ", as another one was: keep `formerly:` in one of them.") }}
        {% endif %}
        {% do claimed.append(entry.formerly) %}
    {% endfor %}
{% endmacro %}
