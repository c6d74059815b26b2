{# Stops with one sentence where ids, groups, days or amounts of a list cannot be read: what is left out would count as nothing. #}
{% macro check_given(place, relation, what) %}
    {% set readings = {
        'id': none,
        'treated': flag_of_list(place.treated),
        'given': flag_of_list(place.given),
        'on': read_date(place['on'], none),
        'revenue': read_number(place.revenue, none),
    } %}
    {% for key, reading in readings.items() if place[key] or key == 'id' %}
        {% set given = place[key] or 'customer_id' %}
        {% set problem = expression_problem(given, relation) %}
        {% if problem %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml asks by `" ~ key ~ "` for " ~ given ~ " of " ~ place_name(place) ~ ", "
                ~ problem ~ ": correct it."
            ) }}
        {% endif %}
        {% set found = run_query(
            'select count(*), min(cast(' ~ given ~ ' as string)) from ' ~ relation ~ ' as given where '
            ~ "nullif(trim(cast(" ~ given ~ " as string)), '') is not null and " ~ reading ~ ' is null'
        ).rows[0] if reading else [0] %}
        {% if found[0] %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml reads `" ~ key ~ "` from " ~ place_name(place) ~ ", where "
                ~ '{:,}'.format(found[0]) ~ " values cannot be read, such as '" ~ found[1] ~ "': correct them, or the"
                ~ " expression."
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
