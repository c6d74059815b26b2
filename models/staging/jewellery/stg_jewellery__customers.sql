with

source as (

    select * from {{ ref('sample_jewellery_customers') }}

),

renamed as (

    select
        -- ids
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        nullif(trim(gender), '') as gender,
        nullif(trim(region), '') as region,
        nullif(trim(product_type), '') as product_type,
        nullif(trim(preferred_channel), '') as preferred_channel,

        -- integers
        try_cast(age as integer) as age,
        try_cast(purchase_count as integer) as purchase_count,
        try_cast(follow_duration_months as integer) as follow_duration_months,
        try_cast(rfm_score as integer) as rfm_score,
        try_cast(number_of_transactions as integer) as number_of_transactions,

        -- money
        try_cast(total_spend as double) as total_spend,
        try_cast(average_purchase_value as double) as average_purchase_value,
        try_cast(customer_cost as double) as customer_cost,
        try_cast(customer_profitability as double) as customer_profitability,
        try_cast(operating_expenses as double) as operating_expenses,
        try_cast(additional_costs as double) as additional_costs,
        try_cast(gross_profit as double) as gross_profit,
        try_cast(operating_profit as double) as operating_profit,
        try_cast(net_profit as double) as net_profit,
        try_cast(cltv as double) as cltv,
        try_cast(marketing_spend as double) as marketing_spend,
        try_cast(product_cost as double) as product_cost,
        try_cast(sales_revenue as double) as sales_revenue,
        try_cast(cpa as double) as cpa,

        -- ratios and scores
        try_cast(engagement_score as double) as engagement_score,
        try_cast(roas as double) as roas,
        try_cast(roi as double) as roi,
        try_cast(average_rfm as double) as average_rfm,
        try_cast(gross_profit_margin as double) as gross_profit_margin,
        try_cast(operating_profit_margin as double) as operating_profit_margin,
        try_cast(net_profit_margin as double) as net_profit_margin,
        try_cast(completion_rate as double) as completion_rate,
        try_cast(customer_retention_months as double) as customer_retention_months,

        -- booleans
        try_cast(newsletter_opt_in as boolean) as newsletter_opt_in,
        try_cast(is_active as boolean) as is_active,

        -- dates
        try_cast(last_purchase_date as date) as last_purchase_date,
        try_cast(subscription_start_date as date) as subscription_start_date,
        try_cast(subscription_end_date as date) as subscription_end_date,
        try_cast(customer_acquisition_date as date) as customer_acquisition_date,
        try_cast(customer_exit_date as date) as customer_exit_date

    from source

)

select * from renamed
