{# The rows of a trained model's table that belong to the champions. #}
{% macro in_use(model) -%}
(
    select *
    from {{ ref(model) }}
    where (segmentation, version) in (select segmentation, version from {{ ref('champions') }})
)
{%- endmacro %}
