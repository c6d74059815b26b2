with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

customers as (

    select * from {{ ref('customer_features') }}

    where is_current and has_purchased

),

models as (

    select * from {{ ref('value_models') }}

    where is_for_life

),

seasonal as (

    select
        shop,
        avg(case when is_seasonal then 1e0 else 0e0 end) as seasonal_share

    from customers

    group by shop

),

findings as (

    select
        settings.segmentation,
        'info' as severity,
        {{ finding_about(source="cast('order_lines' as string)") }},
        seasonal.seasonal_share as figure,
        concat(
            case
                when seasonal.seasonal_share >= {{ setting('seasonal_customers_share') }}
                    then
                        concat(
                            {{ written_share('seasonal.seasonal_share') }},
                            ' of the customers with an order buy in one season of the year'
                        )
                else 'Customers differ less in how they order than the models of value suppose, as subscribers do'
            end,
            ': the chance of still being a customer and the day of the next order suppose orders at random moments',
            ' and do not hold for them. Look at the chance to come back within a year.'
        ) as sentence

    from settings

    inner join models on settings.shop = models.shop

    inner join seasonal on settings.shop = seasonal.shop

    where
        settings.within is null
        and (seasonal.seasonal_share >= {{ setting('seasonal_customers_share') }} or models.is_at_limit)

)

select * from findings
