{#
    What an earlier build left under the name of the model at hand; no rows of these columns before the first. A column that
    an earlier release had not is empty. With `like`, a relation, those of its columns too that are of the same type now; `of`
    is a table after the model, which has what the last build made of it.
#}
{% macro own_rows(columns, like=none, of=none) -%}
    {%- set table = of or this -%}
    {%- set stored = load_relation(table) if was_built(table) else none -%}
    {%- set types = {} -%}
    {%- for column in (adapter.get_columns_in_relation(stored) if stored else []) -%}
        {%- do types.update({column.name: column.data_type}) -%}
    {%- endfor -%}
    {%- set wanted = [] -%}
    {%- for name, type in columns.items() -%}
        {%- do wanted.append(name if name in types else 'cast(null as ' ~ type ~ ') as ' ~ name) -%}
    {%- endfor -%}
    {%- for column in (adapter.get_columns_in_relation(like) if stored and like else []) -%}
        {%- do wanted.append(column.name) if column.name not in columns and types.get(column.name) == column.data_type -%}
    {%- endfor -%}
    {{ 'select ' ~ wanted | join(', ') ~ (' from ' ~ table if stored else ' where false') }}
{%- endmacro %}
