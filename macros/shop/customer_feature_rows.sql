{#
    A row for every customer of a shop who is known on a day, of those days for which `days` is true, with the columns of
    customer_features that come from the given models, or all; the others are empty.
#}
{% macro customer_feature_rows(days, models=none) %}
    {%- set all_columns = customer_feature_columns() -%}
    {%- set models = all_columns | map(attribute='of') | unique | list if models is none else models -%}
    with

    days as (

        select * from {{ ref('int_as_of_days') }}
        where {{ days }}

    ),

    customers as (

        select * from {{ ref('int_customers') }}

    ),

    buyers as (

        select * from {{ ref('customer_lrfmt') }}
        where {{ days }}

    ),

    first_days as (

        select
            customer_key,
            first_order_on
        from {{ ref('customer_order_sums') }}
        where next_event_on is null

    ),

    -- Hardly any where nobody is known but by their orders.
    known_before as (

        select
            customers.*,
            first_days.first_order_on
        from customers
        left join first_days on customers.customer_key = first_days.customer_key
        where coalesce(customers.known_from >= first_days.first_order_on, false) = false

    ),

    not_yet_buyers as (

        select
            days.shop,
            days.as_of_date,
            days.is_current,
            known_before.customer_id,
            known_before.customer_key
        from known_before
        inner join days on known_before.shop = days.shop
        where
            coalesce(known_before.known_from <= days.as_of_date, true)
            and coalesce(known_before.first_order_on > days.as_of_date, true)

    ),

    {% if 'attributes' in models -%}
    attributes as (

        {{ customer_attributes(ref('stg_shop__order_lines')) | indent(8) }}

    ),

    {% endif -%}
    customer_lrfmt as (

        select
            not_yet_buyers.*,
            nobody.customer_key as buyer_key,
            {% for column in order_columns() -%}
            nobody.{{ column }}{{ '' if loop.last else ',' }}
            {% endfor %}
        from not_yet_buyers
        left join (select * from buyers where false) as nobody on not_yet_buyers.customer_key = nobody.customer_key

        union all

        select
            shop,
            as_of_date,
            is_current,
            customer_id,
            customer_key,
            customer_key as buyer_key,
            {{ order_columns() | join(',\n            ') }}
        from buyers

    )

    select
        customer_lrfmt.shop,
        customer_lrfmt.as_of_date,
        customer_lrfmt.is_current,
        customer_lrfmt.customer_id
        {%- for column in all_columns if column.of in models %},
        {{ column.as }} as {{ column.name }}
        {%- endfor %}
    from customer_lrfmt
    {%- if 'int_customers' in models %}
    inner join customers as int_customers on customer_lrfmt.customer_key = int_customers.customer_key
    {%- endif %}
    {%- for model in ['customer_seasons', 'customer_rfm_scores', 'customer_behaviour'] if model in models %}
    left join {{ ref(model) }} as {{ model }}
        on
            customer_lrfmt.customer_key = {{ model }}.customer_key
            and customer_lrfmt.as_of_date = {{ model }}.as_of_date
    {%- endfor %}
    {%- if 'customer_first_orders' in models %}
    left join {{ ref('customer_first_orders') }} as customer_first_orders
        on customer_lrfmt.buyer_key = customer_first_orders.customer_key
    {%- endif %}
    {%- if 'attributes' in models %}
    left join attributes on customer_lrfmt.customer_key = attributes.customer_key
    {%- endif %}
{% endmacro %}
