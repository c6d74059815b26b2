with

models as (

    select * from {{ ref('value_models') }}

),

quality as (

    {{ unnested(ref('value_models'), 'quality', ['shop', 'model']) | indent(4) }}

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
        models.tested_on,
        models.outcome_days,
        models.tested_customers as customers

    from quality

    inner join models
        on
            quality.shop = models.shop
            and quality.model = models.model

)

select {{ contracted_columns() }} from value_quality
