{# A condition on shops whose order lines come as one batch, which nothing else counts. #}
{% macro without_batches() -%}
    {{ 'where shop not in (select shop from ' ~ ref('stg_shop__batches') ~ ')' if has_batches() }}
{%- endmacro %}
