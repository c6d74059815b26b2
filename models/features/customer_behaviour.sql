{#- What was preferred is made anew of those who have other orders since. -#}
{%- set changed = changed_customers() if 'customer_behaviour' not in models_of_past_features() %}

with

days as (

    select * from {{ ref('int_as_of_days') }}
    where is_current or {{ is_needed_in_the_past('customer_behaviour') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

orders as (

    select * from {{ ref('int_orders') }}
    where lines > 0

),

-- In whole numbers, which Spark adds up much faster; of more than 18 digits DuckDB makes them slowly. To others the
-- hint is a comment: it moves the lines of a customer to one place, where all that follows is counted.
order_lines as (

    select /*+ repartition(customer_key) */
        shop,
        {{ customer_key() }} as customer_key,
        ordered_on,
        category,
        cast(try_cast(amount as decimal(18, 4)) * 10000 as bigint) as amount
    from {{ ref('int_order_lines') }}
    where line_kind = 'purchase' and category is not null and {{ is_among(changed, customer_key()) }}

),

web_sessions as (

    select * from {{ ref('stg_shop__web_sessions') }}
    where reject_reason is null

),

support_tickets as (

    select * from {{ ref('stg_shop__support_tickets') }}
    where reject_reason is null

),

survey_answers as (

    select * from {{ ref('stg_shop__survey_answers') }}
    where reject_reason is null

),

campaign_contacts as (

    select * from {{ ref('stg_shop__campaign_contacts') }}
    where reject_reason is null

),

-- The customers of each day are those known by then.
known as (

    select
        customers.shop,
        days.as_of_date,
        customers.customer_id,
        {{ row_key(['customers.shop', 'customers.customer_id']) }} as customer_key
    from customers
    inner join days
        on
            customers.shop = days.shop
            and coalesce(customers.known_from <= days.as_of_date, true)

),

window_orders as (

    select
        orders.customer_key,
        days.as_of_date,
        count(*) as orders_in_window
    from orders
    inner join days on orders.shop = days.shop
    where {{ in_behaviour_window('orders.ordered_on', 'days.as_of_date') }}
    group by orders.customer_key, days.as_of_date

),

category_amounts as (

    select
        order_lines.customer_key,
        days.as_of_date,
        order_lines.category,
        sum(order_lines.amount) as amount
    from order_lines
    inner join days
        on
            order_lines.shop = days.shop
            and order_lines.ordered_on <= days.as_of_date
    group by order_lines.customer_key, days.as_of_date, order_lines.category

),

-- The category with the highest amount is preferred; of equal ones, the first in the alphabet.
highest_amounts as (

    select
        customer_key,
        as_of_date,
        count(*) as categories_bought,
        max(amount) as amount
    from category_amounts
    group by customer_key, as_of_date

),

category_habits as (

    select
        highest_amounts.customer_key,
        highest_amounts.as_of_date,
        any_value(highest_amounts.categories_bought) as categories_bought,
        min(category_amounts.category) as preferred_category
    from highest_amounts
    inner join category_amounts
        on
            highest_amounts.customer_key = category_amounts.customer_key
            and highest_amounts.as_of_date = category_amounts.as_of_date
            and highest_amounts.amount = category_amounts.amount
    group by highest_amounts.customer_key, highest_amounts.as_of_date

    {% if changed -%}
        union all

        select
            before.customer_key,
            days.as_of_date,
            before.categories_bought,
            before.preferred_category
        from {{ this }} as before
        inner join days on before.shop = days.shop
        where before.categories_bought is not null and not ({{ is_among(changed, 'before.customer_key') }})
    {%- endif %}

),

session_counts as (

    select
        web_sessions.shop,
        days.as_of_date,
        web_sessions.customer_id,
        count(*) as sessions
    from web_sessions
    inner join days on web_sessions.shop = days.shop
    where {{ in_behaviour_window('web_sessions.started_on', 'days.as_of_date') }}
    group by web_sessions.shop, days.as_of_date, web_sessions.customer_id

),

ticket_counts as (

    select
        support_tickets.shop,
        days.as_of_date,
        support_tickets.customer_id,
        count(*) as tickets,
        count(case when support_tickets.is_complaint then 1 end) as complaints,
        avg(cast(support_tickets.satisfaction as double)) as mean_satisfaction
    from support_tickets
    inner join days on support_tickets.shop = days.shop
    where {{ in_behaviour_window('support_tickets.opened_on', 'days.as_of_date') }}
    group by support_tickets.shop, days.as_of_date, support_tickets.customer_id

),

contact_counts as (

    select
        campaign_contacts.shop,
        days.as_of_date,
        campaign_contacts.customer_id,
        count(*) as contacts,
        count(case when campaign_contacts.is_clicked then 1 end) as clicks
    from campaign_contacts
    inner join days on campaign_contacts.shop = days.shop
    where {{ in_behaviour_window('campaign_contacts.sent_on', 'days.as_of_date') }}
    group by campaign_contacts.shop, days.as_of_date, campaign_contacts.customer_id

),

ranked_answers as (

    select
        survey_answers.*,
        days.as_of_date,
        row_number() over (
            partition by survey_answers.shop, days.as_of_date, survey_answers.customer_id
            order by
                survey_answers.answered_on desc,
                survey_answers.recommend nulls last,
                survey_answers.price_importance nulls last,
                survey_answers.quality_importance nulls last
        ) as answer_rank
    from survey_answers
    inner join days
        on
            survey_answers.shop = days.shop
            and survey_answers.answered_on <= days.as_of_date

),

latest_answers as (

    select * from ranked_answers
    where answer_rank = 1

),

combined as (

    select
        known.shop,
        known.as_of_date,
        known.customer_id,
        known.customer_key,

        -- habits of buying, over all purchases
        category_habits.categories_bought,
        category_habits.preferred_category,

        -- counts in the behaviour window
        coalesce(window_orders.orders_in_window, 0) as orders_in_window,
        coalesce(session_counts.sessions, {{ count_of_none('web_sessions', 'known.shop') }}) as sessions,
        coalesce(ticket_counts.tickets, {{ count_of_none('support_tickets', 'known.shop') }}) as tickets,
        coalesce(ticket_counts.complaints, {{ count_of_none('support_tickets', 'known.shop') }}) as complaints,
        {{ rounded('ticket_counts.mean_satisfaction', 6) }} as mean_satisfaction,
        coalesce(contact_counts.contacts, {{ count_of_none('campaign_contacts', 'known.shop') }}) as contacts,
        {{ rounded('cast(contact_counts.clicks as double) / contact_counts.contacts', 6) }} as contact_response_rate,

        -- latest survey answer
        latest_answers.recommend as recommend_score,
        latest_answers.price_importance,
        latest_answers.quality_importance,

        (select max(orders.added_at) from {{ ref('int_orders') }} as orders) as added_at

    from known
    left join window_orders
        on
            known.customer_key = window_orders.customer_key
            and known.as_of_date = window_orders.as_of_date
    left join category_habits
        on
            known.customer_key = category_habits.customer_key
            and known.as_of_date = category_habits.as_of_date
    left join session_counts
        on
            known.shop = session_counts.shop
            and known.as_of_date = session_counts.as_of_date
            and known.customer_id = session_counts.customer_id
    left join ticket_counts
        on
            known.shop = ticket_counts.shop
            and known.as_of_date = ticket_counts.as_of_date
            and known.customer_id = ticket_counts.customer_id
    left join contact_counts
        on
            known.shop = contact_counts.shop
            and known.as_of_date = contact_counts.as_of_date
            and known.customer_id = contact_counts.customer_id
    left join latest_answers
        on
            known.shop = latest_answers.shop
            and known.as_of_date = latest_answers.as_of_date
            and known.customer_id = latest_answers.customer_id

)

select * from combined
