with

models as (

    select * from {{ ref('value_models') }}

),

quality as (

    {{ unnested(ref('value_models'), 'quality', ['shop', 'model']) | indent(4) }}

),

tested as (

    select
        shop,
        as_of_date as tested_on,
        outcome_days,
        count(*) as customers

    from {{ ref('value_customers') }}

    where stage = 'tested'

    group by shop, as_of_date, outcome_days

),

value_quality as (

    select
        quality.shop,
        quality.question,
        quality.model,
        {{ value_model_label('quality.model') }} as model_label,
        quality.measure,
        {{ rounded('quality.figure', 6) }} as figure,
        {{ rounded('quality.low', 6) }} as figure_low,
        {{ rounded('quality.high', 6) }} as figure_high,
        quality.measure in ('brier_score', 'squared_error') as is_decisive,
        case quality.question
            when 'chance' then models.is_for_chance
            when 'orders' then models.is_for_orders
            else models.is_for_revenue
        end as is_in_use,
        case
            when quality.excess_low > 0 then 'worse'
            when quality.excess_low is not null then 'cannot tell'
        end as beside_best,
        models.has_converged,
        models.is_at_limit,
        tested.tested_on,
        tested.outcome_days,
        tested.customers

    from quality

    inner join models
        on
            quality.shop = models.shop
            and quality.model = models.model

    inner join tested on quality.shop = tested.shop

)

select {{ contracted_columns() }} from value_quality
