{# The batches of order lines that come in several files, as a select; none where no shop has such. #}
{% macro known_batches() -%}
    {%- if has_batches() -%}
    select * from {{ ref('stg_shop__batches') }}
    {%- else -%}
    {{ literal_rows([], batch_columns()) }}
    {%- endif -%}
{%- endmacro %}
