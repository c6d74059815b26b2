{#
    What an earlier build left under the name of the model at hand; no rows of these columns before the first. A column that
    an earlier release had not is empty.
#}
{% macro own_rows(columns) -%}
    {%- set stored = load_relation(this) if was_built(this) else none -%}
    {%- set known = adapter.get_columns_in_relation(stored) | map(attribute='name') | list if stored else [] -%}
    {%- set wanted = [] -%}
    {%- for name, type in columns.items() -%}
        {%- do wanted.append(name if name in known else 'cast(null as ' ~ type ~ ') as ' ~ name) -%}
    {%- endfor -%}
    {{ 'select ' ~ wanted | join(', ') ~ (' from ' ~ this if stored else ' where false') }}
{%- endmacro %}
