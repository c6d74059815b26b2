-- Tables and views of schema marts with what is written of them in the database.
select
    table_name,
    comment,
    false as is_view
from duckdb_tables()
where database_name = current_database() and schema_name = 'marts'
union all
select
    view_name,
    comment,
    true
from duckdb_views()
where database_name = current_database() and schema_name = 'marts'
order by table_name
