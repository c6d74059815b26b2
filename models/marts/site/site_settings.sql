select cast({{ var('customers_on_site', true) }} as boolean) as customers_on_site
