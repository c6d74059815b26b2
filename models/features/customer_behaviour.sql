with

customers as (

    select * from {{ ref('int_customers') }}

),

lrfmt as (

    select * from {{ ref('customer_lrfmt') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

order_lines as (

    select * from {{ ref('int_order_lines') }}

),

web_sessions as (

    select * from {{ ref('int_web_sessions_classified') }}
    where reject_reason is null

),

support_tickets as (

    select * from {{ ref('int_support_tickets_classified') }}
    where reject_reason is null

),

survey_answers as (

    select * from {{ ref('int_survey_answers_classified') }}
    where reject_reason is null

),

campaign_contacts as (

    select * from {{ ref('int_campaign_contacts_classified') }}
    where reject_reason is null

),

order_habits as (

    select
        customer_id,
        count(case when {{ in_behaviour_window('ordered_on') }} then 1 end) as orders_in_window,
        count(case when extract(month from ordered_on) in (11, 12) then 1 end) as season_orders,
        count(*) as orders,
        cast(sum(listed_amount) as double) as listed_amount,
        cast(sum(list_amount) as double) as list_amount
    from orders
    group by customer_id

),

category_amounts as (

    select
        customer_id,
        category,
        sum(amount) as amount
    from order_lines
    where line_kind = 'purchase' and category is not null
    group by customer_id, category

),

-- The category with the highest amount is preferred; of equal ones, the first in the alphabet.
ranked_categories as (

    select
        customer_id,
        category,
        row_number() over (partition by customer_id order by amount desc, category asc) as category_rank
    from category_amounts

),

category_habits as (

    select
        customer_id,
        count(*) as categories_bought,
        max(case when category_rank = 1 then category end) as preferred_category
    from ranked_categories
    group by customer_id

),

session_counts as (

    select
        customer_id,
        count(*) as sessions
    from web_sessions
    where {{ in_behaviour_window('started_on') }}
    group by customer_id

),

ticket_counts as (

    select
        customer_id,
        count(*) as tickets,
        count(case when is_complaint then 1 end) as complaints,
        avg(cast(satisfaction as double)) as mean_satisfaction
    from support_tickets
    where {{ in_behaviour_window('opened_on') }}
    group by customer_id

),

contact_counts as (

    select
        customer_id,
        count(*) as contacts,
        count(case when is_clicked then 1 end) as clicks
    from campaign_contacts
    where {{ in_behaviour_window('sent_on') }}
    group by customer_id

),

ranked_answers as (

    select
        *,
        row_number() over (partition by customer_id order by answered_on desc, row_id asc) as answer_rank
    from survey_answers

),

latest_answers as (

    select * from ranked_answers
    where answer_rank = 1

),

combined as (

    select
        customers.customer_id,

        -- habits of buying, over all purchases
        case
            when lrfmt.gross_revenue > 0
                then round(least(lrfmt.returned_amount / lrfmt.gross_revenue, 1), 6)
        end as return_rate,
        case
            when order_habits.list_amount > 0
                then round(1 - order_habits.listed_amount / order_habits.list_amount, 6)
        end as discount_share,
        round(cast(order_habits.season_orders as double) / order_habits.orders, 6) as season_share,
        category_habits.categories_bought,
        category_habits.preferred_category,

        -- counts in the behaviour window
        coalesce(order_habits.orders_in_window, 0) as orders_in_window,
        coalesce(session_counts.sessions, {{ count_of_none('web_sessions') }}) as sessions,
        coalesce(ticket_counts.tickets, {{ count_of_none('support_tickets') }}) as tickets,
        coalesce(ticket_counts.complaints, {{ count_of_none('support_tickets') }}) as complaints,
        round(ticket_counts.mean_satisfaction, 6) as mean_satisfaction,
        coalesce(contact_counts.contacts, {{ count_of_none('campaign_contacts') }}) as contacts,
        round(cast(contact_counts.clicks as double) / contact_counts.contacts, 6) as contact_response_rate,

        -- latest survey answer
        latest_answers.recommend as recommend_score,
        latest_answers.price_importance,
        latest_answers.quality_importance

    from customers
    left join lrfmt on customers.customer_id = lrfmt.customer_id
    left join order_habits on customers.customer_id = order_habits.customer_id
    left join category_habits on customers.customer_id = category_habits.customer_id
    left join session_counts on customers.customer_id = session_counts.customer_id
    left join ticket_counts on customers.customer_id = ticket_counts.customer_id
    left join contact_counts on customers.customer_id = contact_counts.customer_id
    left join latest_answers on customers.customer_id = latest_answers.customer_id

)

select * from combined
