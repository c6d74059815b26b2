{# Only a plain yes lets customers out of the warehouse: 'false' as a text, or a slip of the pen, must not. #}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched
with

site_settings as (

    select
        cast({{ 'true' if (var('customers_on_site') | string | lower) == 'true' else 'false' }} as boolean)
            as customers_on_site,
        cast({{ var('stable_from') }} as double) as stable_from,
        cast({{ var('doubtful_under') }} as double) as doubtful_under,
        cast({{ var('fairness_ratio') }} as double) as fairness_ratio,
        cast({{ var('fairness_fewest') }} as integer) as fairness_fewest,
        cast({{ var('fairness_deviations') }} as double) as fairness_deviations

)

select * from site_settings
