-- Columns of schema marts in their order, with what is written of them in the database.
select
    table_name,
    column_name,
    lower(data_type) as data_type,
    comment
from duckdb_columns()
where database_name = current_database() and schema_name = 'marts'
order by table_name, column_index
