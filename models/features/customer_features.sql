{%- do check_attribute_names('customer_features') -%}

with

days as (

    select * from {{ ref('int_as_of_days') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

lrfmt as (

    select * from {{ ref('customer_lrfmt') }}

),

scores as (

    select * from {{ ref('customer_rfm_scores') }}

),

behaviour as (

    select * from {{ ref('customer_behaviour') }}

),

seasons as (

    select * from {{ ref('customer_seasons') }}

),

first_orders as (

    select * from {{ ref('customer_first_orders') }}

),

attributes as (

    {{ customer_attributes(ref('stg_shop__order_lines')) | indent(4) }}

),

joined as (

    select
        -- ids
        behaviour.shop,
        behaviour.as_of_date,
        days.is_current,
        behaviour.customer_id,

        -- attributes
        {{ attribute_columns('attributes') }}
        customers.gender,
        cast({{ full_years_between('customers.birth_date', 'behaviour.as_of_date') }} as integer) as age_years,
        customers.region,
        customers.acquisition_channel,
        customers.signed_up_on,
        {{ days_between('customers.signed_up_on', 'behaviour.as_of_date') }} as tenure_days,

        -- recency, frequency, monetary, length, time
        lrfmt.customer_id is not null as has_purchased,
        lrfmt.first_order_on,
        lrfmt.last_order_on,
        lrfmt.recency_days,
        lrfmt.recency_days - coalesce(seasons.days_out_of_season, 0) as recency_in_season_days,
        lrfmt.frequency,
        lrfmt.monetary,
        lrfmt.gross_revenue,
        lrfmt.returned_amount,
        lrfmt.length_days,
        lrfmt.mean_days_between,
        lrfmt.average_order_value,

        -- scores
        scores.r_score,
        scores.f_score,
        scores.m_score,
        scores.l_score,
        scores.t_score,
        scores.rfm_score,
        scores.rfm_name,

        -- behaviour
        case
            when lrfmt.gross_revenue > 0
                then {{ rounded('least(lrfmt.returned_amount / lrfmt.gross_revenue, 1)', 6) }}
        end as return_rate,
        behaviour.discount_share,
        behaviour.season_share,
        behaviour.categories_bought,
        behaviour.preferred_category,
        behaviour.orders_in_window,
        behaviour.sessions,
        behaviour.tickets,
        behaviour.complaints,
        behaviour.mean_satisfaction,
        behaviour.contacts,
        behaviour.contact_response_rate,
        behaviour.recommend_score,
        behaviour.price_importance,
        behaviour.quality_importance,

        -- time of the year
        seasons.season_concentration,
        seasons.season_month,
        coalesce(seasons.is_seasonal, false) as is_seasonal,

        -- first order, as it was on its day
        first_orders.first_order_revenue,
        first_orders.first_order_lines,
        first_orders.first_order_quantity,
        first_orders.first_order_products,
        first_orders.first_order_piece_price,
        first_orders.first_order_discount_share,
        first_orders.first_order_category,
        first_orders.first_order_weekday,
        first_orders.first_order_hour

    from behaviour
    inner join days
        on
            behaviour.shop = days.shop
            and behaviour.as_of_date = days.as_of_date
    inner join customers
        on
            behaviour.shop = customers.shop
            and behaviour.customer_id = customers.customer_id
    left join lrfmt
        on
            behaviour.shop = lrfmt.shop
            and behaviour.as_of_date = lrfmt.as_of_date
            and behaviour.customer_id = lrfmt.customer_id
    left join scores
        on
            behaviour.shop = scores.shop
            and behaviour.as_of_date = scores.as_of_date
            and behaviour.customer_id = scores.customer_id
    left join seasons
        on
            behaviour.shop = seasons.shop
            and behaviour.as_of_date = seasons.as_of_date
            and behaviour.customer_id = seasons.customer_id
    left join first_orders
        on
            lrfmt.shop = first_orders.shop
            and lrfmt.customer_id = first_orders.customer_id
    left join attributes
        on
            behaviour.shop = attributes.shop
            and behaviour.customer_id = attributes.customer_id

)

select * from joined
