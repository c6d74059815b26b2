{# Whether the last of some batches have other columns, or other types of them, than all have together. #}
{% macro has_other_columns(batches, added) %}
    {% set described = [] %}
    {% for each in [batches, added] %}
        {% do described.append(
            run_query('describe select * from ' ~ read_files(each | map(attribute='address') | list)).rows
            | map('list') | sort | list
        ) %}
    {% endfor %}
    {{ return(described[0] != described[1]) }}
{% endmacro %}
