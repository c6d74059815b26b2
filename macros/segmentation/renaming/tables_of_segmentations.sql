{# The tables of the schemas ml and marts that have rows of segmentations, as they are in the warehouse. #}
{% macro tables_of_segmentations() %}
    {% set query %}
        select concat(columns.table_schema, '.', columns.table_name)
        from information_schema.columns as columns
        inner join information_schema.tables as tables
            on
                columns.table_catalog = tables.table_catalog
                and columns.table_schema = tables.table_schema
                and columns.table_name = tables.table_name
        where
            columns.column_name = 'segmentation'
            and columns.table_schema in ('{{ generate_schema_name('ml') }}', '{{ generate_schema_name('marts') }}')
            and columns.table_catalog = {{ text_literal(target.database) }}
            and tables.table_type = 'BASE TABLE'
        order by columns.table_schema, columns.table_name
    {% endset %}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
