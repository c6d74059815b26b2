-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched
with

site_settings as (

    select
        {{ setting('customers_on_site') | lower }} as customers_on_site,
        {{ setting('stable_from') }} as stable_from,
        {{ setting('doubtful_under') }} as doubtful_under,
        {{ setting('fairness_ratio') }} as fairness_ratio,
        {{ setting('fairness_fewest') }} as fairness_fewest,
        {{ setting('fairness_deviations') }} as fairness_deviations,
        {{ setting('smallest_group') }} as smallest_group

)

select {{ contracted_columns() }} from site_settings
