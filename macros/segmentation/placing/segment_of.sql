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
    {%- if method == 'rules' -%}
        {%- set relations = [ref('cluster_rules')] -%}
    {%- elif method == 'network' -%}
        {%- set relations = [ref('feature_transforms'), ref('segment_centres'), ref('network_layers')] -%}
    {%- else -%}
        {%- set relations = [ref('feature_transforms'), ref('segment_centres')] -%}
    {%- endif -%}
    {%- do relations.append(ref('registered_models')) -%}
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
        {%- set missing = missing_numbers(segmentation, relations[-1:])
            or missing_version(relations[-1], segmentation, model_version) -%}
        {%- set version = none if missing or method == 'rules'
            else version_of(relations[-1], segmentation, model_version) -%}
        {%- set missing = missing or missing_numbers(segmentation, relations[:-1], version) -%}
        {%- if not missing -%}
            {%- set features = settings | selectattr('name', 'equalto', segmentation) | first -%}
            {%- set known = known_customers(features, customers) -%}
            {{ placed_customers(method, stored_placing(method, segmentation, relations, known, version)) }}
        {%- elif flags.WHICH in ['compile', 'generate'] -%}
            {#- These are asked for before anything is built, too. -#}
            {{ '-- ' ~ what ~ missing ~ '\n' ~ placed_customers(method, none) }}
        {%- else -%}
            {{ exceptions.raise_compiler_error(what ~ missing) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
