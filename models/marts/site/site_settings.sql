{#- Only a plain yes lets customers out of the warehouse: 'false' as a text, or a slip of the pen, must not. -#}
with

site_settings as (

    select
        cast({{ 'true' if (var('customers_on_site') | string | lower) == 'true' else 'false' }} as boolean)
            as customers_on_site

)

select * from site_settings
