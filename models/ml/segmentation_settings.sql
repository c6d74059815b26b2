-- depends_on: {{ ref('segmentation_inputs') }}, where the last inputs are judged
{#- The settings that have a column each are those of settings_schema() with a default or that form the model. -#}
{%- set schema = settings_schema() -%}
{%- set of_project = {} -%}
{%- for key, rule in schema.variables.items() if rule.forms_model -%}
    {%- do of_project.update({key: setting(key)}) -%}
{%- endfor -%}
{%- set rules = dict(schema.variables, **schema.segmentation) %}

with

settings as (

    {% for segmentation in configured_segmentations() %}
    {%- set values = dict(of_project, **segmentation) %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        {{ text_literal(segmentation.label) }} as segmentation_label,
        {{ text_literal(segmentation.within) }} as within,
        {{ text_literal(segmentation.shop or segmentation.within or segmentation.name) }} as dataset,
        {{ text_literal(segmentation.shop) }} as shop,
        {{ text_literal(without_folders(customers_name(segmentation))) }} as customers_from,
        {{ text_literal(segmentation.id) }} as customer_id_expression,
        {{ text_literal(segmentation.revenue) }} as revenue_expression,
        {% for key, rule in rules.items() if key in values and ('default' in rule) -%}
        {{ setting_literal(values[key], rule) }} as {{ rule.column or key }},
        {% endfor -%}
        {% if segmentation.shop -%}
        (select max(as_of_date) from {{ ref('stg_shop__shops') }} where shop = {{ text_literal(segmentation.shop) }})
        {%- else -%}
        cast({{ text_literal(segmentation.as_of_date) }} as date)
        {%- endif %} as as_of_date,
        {% if segmentation.shop -%}
        (select min(ordered_on) from {{ ref('int_orders') }} where shop = {{ text_literal(segmentation.shop) }})
        {%- else -%}
        cast(null as date)
        {%- endif %} as data_from,
        {{ segmentation.name in setting('experiments') }} as experiments,
        {{ text_literal(segmentation.set_apart.name) }} as set_apart_name,
        {{ text_literal(segmentation.set_apart.role) }} as set_apart_role,
        {{ text_literal(forming_settings(values, rules)) }} as forming_settings
    {% if not loop.last %}union all{% endif %}
    {% else %}
    {{ exceptions.raise_compiler_error(
        "No segmentation is configured: add one under vars, segmentations in dbt_project.yml, or have it written by"
        ~ " segments init FILE; with sample: true there are those of the sample."
    ) }}
    {% endfor %}

)

select * from settings
