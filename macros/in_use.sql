{# A nested table of the champions, a row for each of its own: `in_use('segment_centres')`. #}
{% macro in_use(part) -%}
(
    select *
    from (
        {{ unnested(ref('trained_models'), part, ['segmentation', 'version']) | indent(8) }}
    ) as {{ part }}_of_all
    where (segmentation, version) in (select segmentation, version from {{ ref('champions') }})
)
{%- endmacro %}
