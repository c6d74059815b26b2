{# The order lines that come in several files, as a select; of other shops none is read. #}
{% macro lines_of_batches() -%}
    select * from {{ ref('stg_shop__order_lines') }}
    where {{ 'batch_number is not null' if has_batches() else 'false' }}
{%- endmacro %}
