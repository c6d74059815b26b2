{#
    Rows with lists of the same length turned into a row for each place of the lists, whose columns keep their names:
    `row_for_each('trials', keys=['segmentation'], lists=['customer_id', 'cluster'])`.
#}
{% macro row_for_each(relation, keys, lists) -%}
    {{ return(adapter.dispatch('row_for_each')(relation, keys, lists)) }}
{%- endmacro %}

{% macro duckdb__row_for_each(relation, keys, lists) -%}
    select
        {{ keys | join(', ') }}
        {%- for list in lists -%}, unnest({{ list }}) as {{ list }}{%- endfor %}
    from {{ relation }}
{%- endmacro %}

{% macro spark__row_for_each(relation, keys, lists) -%}
    select
        {{ keys | join(', ') }}
        {%- for list in lists -%}, place.{{ list }}{%- endfor %}
    from {{ relation }}
    lateral view explode(arrays_zip({{ lists | join(', ') }})) as place
{%- endmacro %}
