{# Stops with one sentence where days or amounts of what counts cannot be read: those left out would count as nothing. #}
{% macro check_outcome(outcome, relation, what) %}
    {% set readings = {'on': read_date(outcome.on, none)} %}
    {% do readings.update({'revenue': read_number(outcome.revenue, none)}) if outcome.revenue %}
    {% for key, reading in readings.items() %}
        {% set given = outcome[key] %}
        {% set problem = expression_problem(given, relation) %}
        {% if problem %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml asks by outcome `" ~ key ~ "` for " ~ given ~ " of " ~ place_name(outcome)
                ~ ", " ~ problem ~ ": correct it."
            ) }}
        {% endif %}
        {% set found = run_query(
            'select count(*), min(cast(' ~ given ~ ' as string)) from ' ~ relation ~ ' as happened where '
            ~ "nullif(trim(cast(" ~ given ~ " as string)), '') is not null and " ~ reading ~ ' is null'
        ).rows[0] %}
        {% if found[0] %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml reads outcome `" ~ key ~ "` from " ~ place_name(outcome) ~ ", where "
                ~ '{:,}'.format(found[0]) ~ " values cannot be read, such as '" ~ found[1] ~ "': correct them, or the"
                ~ " expression."
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
