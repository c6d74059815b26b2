{#
    What an earlier build left under the name of the model at hand; no rows of these columns before the first. A column that
    an earlier release had not is empty. With `like`, a relation, its columns come first, empty where they were of another
    type; `of` is a table after the model, which has what the last build made of it.
#}
{% macro own_rows(columns, like=none, of=none) -%}
    {%- set table = of or this -%}
    {%- set stored, wanted = {}, [] -%}
    {%- for column in (adapter.get_columns_in_relation(load_relation(table)) if was_built(table) else []) -%}
        {%- do stored.update({column.name: column.data_type}) -%}
    {%- endfor -%}
    {%- for column in (adapter.get_columns_in_relation(like) if like and was_built(like) else []) -%}
        {%- set is_same = stored.get(column.name) == column.data_type -%}
        {%- do wanted.append(column.name if is_same else 'cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {%- for name, type in columns.items() -%}
        {%- do wanted.append(name if name in stored else 'cast(null as ' ~ type ~ ') as ' ~ name) -%}
    {%- endfor -%}
    {{ 'select ' ~ wanted | join(', ') ~ (' from ' ~ table if stored else ' where false') }}
{%- endmacro %}
