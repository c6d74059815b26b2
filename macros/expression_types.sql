{#
    The type, in small letters, of each of a dictionary of SQL expressions on a relation. Nothing where the database
    cannot be asked, because nothing is built or inputs are given by a unit test: there all values are read as text.
#}
{% macro expression_types(relation, expressions) %}
    {% set result = {} %}
    {% if asks_database() and expressions %}
        {% set described = run_query('describe select ' ~ expressions.values() | join(', ') ~ ' from ' ~ relation) %}
        {% for name in expressions %}
            {% do result.update({name: described.rows[loop.index0][1] | lower}) %}
        {% endfor %}
    {% endif %}
    {{ return(result) }}
{% endmacro %}
