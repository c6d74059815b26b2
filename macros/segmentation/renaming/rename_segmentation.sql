{# Gives the rows of a segmentation another name, if there are any; see rename_segmentations. #}
{% macro rename_segmentation(formerly, name) %}
    {% set models = adapter.get_relation(target.database, 'ml', 'trained_models') %}
    {% set known = run_query('select distinct segmentation from ' ~ models).columns[0].values() if models else [] %}
    {% if formerly in known and name in known %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ name ~ "' in dbt_project.yml was formerly '" ~ formerly ~ "', but there are models of both"
            ~ " names in the warehouse: choose a name that no model has, or take out `formerly:`."
        ) }}
    {% elif formerly in known %}
        {% set tables %}
            select concat(columns.table_schema, '.', columns.table_name)
            from information_schema.columns as columns
            inner join information_schema.tables as tables
                on
                    columns.table_catalog = tables.table_catalog
                    and columns.table_schema = tables.table_schema
                    and columns.table_name = tables.table_name
            where
                columns.column_name = 'segmentation'
                and columns.table_schema in ('ml', 'marts')
                and columns.table_catalog = {{ text_literal(target.database) }}
                and tables.table_type = 'BASE TABLE'
        {% endset %}
        {% set updates = [] %}
        {% for table in run_query(tables).columns[0].values() %}
            {% do updates.append(
                'update ' ~ table ~ ' set segmentation = ' ~ text_literal(name) ~ ' where segmentation = '
                ~ text_literal(formerly)
            ) %}
        {% endfor %}
        {% do run_query('begin transaction; ' ~ updates | join('; ') ~ '; commit') %}
        {% do log(name ~ ': goes on from what was ' ~ formerly ~ '.', info=True) %}
    {% endif %}
{% endmacro %}
