{# Gives the rows of a segmentation another name, if there are any; see rename_segmentations. #}
{% macro rename_segmentation(formerly, name) %}
    {{ return(adapter.dispatch('rename_segmentation')(formerly, name)) }}
{% endmacro %}

{% macro default__rename_segmentation(formerly, name) %}
    {{ exceptions.raise_compiler_error("Segmentations cannot be renamed on this warehouse.") }}
{% endmacro %}

{# Refused when a build begins. #}
{% macro spark__rename_segmentation(formerly, name) %}{% endmacro %}

{% macro duckdb__rename_segmentation(formerly, name) %}
    {% set tables = tables_of_segmentations() %}
    {% set models = generate_schema_name('ml') ~ '.trained_models' %}
    {% set known = 'select distinct segmentation from ' ~ models %}
    {% set known = run_query(known).columns[0].values() if models in tables else [] %}
    {% if formerly in known and name in known %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ name ~ "' in dbt_project.yml was formerly '" ~ formerly ~ "', but there are models of both"
            ~ " names in the warehouse: choose a name that no model has, or take out `formerly:`."
        ) }}
    {% elif formerly in known %}
        {% set updates = [] %}
        {% for table in tables %}
            {% do updates.append(
                'update ' ~ table ~ ' set segmentation = ' ~ text_literal(name) ~ ' where segmentation = '
                ~ text_literal(formerly)
            ) %}
        {% endfor %}
        {% do run_query('begin transaction; ' ~ updates | join('; ') ~ '; commit') %}
        {% do log(name ~ ': goes on from what was ' ~ formerly ~ '.', info=True) %}
    {% endif %}
{% endmacro %}
