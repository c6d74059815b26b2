{# Only a plain yes lets customers out of the warehouse: 'false' as a text, or a slip of the pen, must not. #}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched
with

site_settings as (

    select
        {{ 'true' if (var('customers_on_site') | string | lower) == 'true' else 'false' }} as customers_on_site,
        {{ var('stable_from') }} as stable_from,
        {{ var('doubtful_under') }} as doubtful_under,
        {{ var('fairness_ratio') }} as fairness_ratio,
        {{ var('fairness_fewest') }} as fairness_fewest,
        {{ var('fairness_deviations') }} as fairness_deviations

)

select {{ contracted_columns() }} from site_settings
