{#
    Stops with one sentence when a file lacks a column. Without it the database would speak of a binder error,
    or, worse, read the name as an alias of another column of the same select.
#}
{% macro check_input_columns(name, input, columns) %}
{%- if execute -%}
    {%- set found = file_columns(input.file) -%}
    {%- set expressions = input.get('columns') or {} -%}
    {%- for column in expressions if column not in columns -%}
        {{ exceptions.raise_compiler_error(
            "Input '" ~ name ~ "' maps a column '" ~ column ~ "' that does not exist; it can map "
            ~ columns | join(', ') ~ ". Correct it under vars > inputs > " ~ name ~ " > columns."
        ) }}
    {%- endfor -%}
    {%- for column in columns -%}
        {%- set expression = expressions.get(column, column) -%}
        {%- set is_name = expression is not none
            and modules.re.match('^[A-Za-z_][A-Za-z0-9_]*$', expression | string)
            and expression | lower != 'null' -%}
        {%- if is_name and expression | lower not in found -%}
            {{ exceptions.raise_compiler_error(
                "The file " ~ input.file ~ " of input '" ~ name ~ "' has no column '" ~ expression
                ~ "'; under vars > inputs > " ~ name ~ " > columns in dbt_project.yml, map " ~ column
                ~ " to one of " ~ found | join(', ') ~ ", or to null."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}
{% endmacro %}
