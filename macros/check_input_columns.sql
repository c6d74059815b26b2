{#
    Stops with one sentence when a file lacks a column. Without it the database would speak of a binder error,
    or, worse, read the name as an alias of another column of the same select.
#}
{% macro check_input_columns(name, input, columns) %}
    {%- set place = 'under vars > inputs > ' ~ name ~ ' > columns in dbt_project.yml' -%}
    {%- set expressions = input.get('columns') or {} -%}
    {%- set found = relation_columns(relation_of(input, "Input '" ~ name ~ "'")) if execute else [] -%}
    {%- for column in expressions if execute and column not in columns -%}
        {{ exceptions.raise_compiler_error(
            "Input '" ~ name ~ "' maps a column '" ~ column ~ "' that is not asked for; " ~ place
            ~ ", use only " ~ columns | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    {%- for column in columns if execute -%}
        {%- set source_column = expressions.get(column, column) | string | lower -%}
        {%- if modules.re.match('^[a-z_][a-z0-9_]*$', source_column)
            and source_column not in found + ['null', 'none'] -%}
            {{ exceptions.raise_compiler_error(
                "The file " ~ input.file ~ " of input '" ~ name ~ "' has no column '" ~ source_column ~ "'; "
                ~ place ~ ", map " ~ column ~ " to one of " ~ found | join(', ') ~ ", or to null."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
