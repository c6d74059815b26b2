{#
    A select that places customers by a stored model, written out as plain SQL: its numbers are read when the query is
    compiled, and nothing but the customers is read when it runs.

    `method` is one of placing_methods(). `customers` is a relation, the name of a CTE or a query in brackets, with one
    row per customer: `customer_id` and the features that form the segments, as features.segmentation_inputs has them;
    left out, it is the customers of the segmentation who can be placed. A customer of whom no feature is known gets
    segment 0. `model_version` is that of an earlier model in marts.model_registry whose numbers are stored; left out, it
    is the champion.
#}
{% macro segment_of(segmentation, method, customers=none, model_version=none) %}
    {%- set what = "segment_of('" ~ segmentation ~ "', '" ~ method ~ "') " -%}
    {%- if method not in placing_methods() -%}
        {{ exceptions.raise_compiler_error(
            what ~ "asks for a method that there is not: choose " ~ placing_methods() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- set customers = customers or placeable_customers(segmentation) -%}
    {#- Before anything can be read dbt has to see what will be. -#}
    {%- set models = ref('trained_models') -%}
    {%- set rules = ref('cluster_rules') if method == 'rules' -%}
    {%- if model_version and method == 'rules' -%}
        {{ exceptions.raise_compiler_error(
            what ~ "asks for the rules of an earlier model: only the champion's are stored."
        ) }}
    {%- endif -%}
    {%- if execute -%}
        {%- set settings = configured_segmentations() -%}
        {%- if segmentation not in settings | map(attribute='name') and flags.WHICH != 'generate' -%}
            {{ exceptions.raise_compiler_error(
                what ~ "asks for a segmentation that is not in dbt_project.yml: choose "
                ~ settings | map(attribute='name') | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- set missing = missing_numbers(segmentation, [models, rules] | select | list)
            or missing_version(models, segmentation, model_version) -%}
        {%- set asked_for = settings | selectattr('name', 'equalto', segmentation) | first -%}
        {%- if not missing -%}
            {%- set known = known_customers(asked_for, customers) -%}
            {{ placed_customers(method, stored_placing(method, segmentation, rules or models, known, model_version)) }}
        {%- elif asked_for.within or flags.WHICH in ['compile', 'generate'] -%}
            {#- Segments may have no sub-segments; and these commands are asked for before anything is built, too. -#}
            {{ '-- ' ~ what ~ missing ~ '\n' ~ placed_customers(method, none) }}
        {%- else -%}
            {{ exceptions.raise_compiler_error(what ~ missing) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
