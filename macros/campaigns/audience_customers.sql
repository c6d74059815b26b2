{#
    The customers of a segmentation with all that a rule may ask for: the columns of `customer_segments`, the strategy of
    their segment, of a shop what they are worth and the columns of `customer_features`, else their features.
#}
{% macro audience_customers(segmentation) -%}
    {%- set values = [
        'chance_still_customer', 'chance_30_days', 'chance_90_days', 'chance_365_days', 'orders_365_days',
        'revenue_365_days', 'next_order_on', 'value_next_year', 'value_at_risk', 'win_back_worth', 'value_tenth',
    ] -%}
    (
        select *
        from (
            select
                segments.*,
                {% if segmentation.shop -%}
                {% for value in values -%}
                customer_value.{{ value }},
                {% endfor -%}
                {% endif -%}
                strategies.strategy
            from {{ ref('customer_segments') }} as segments
            left join {{ ref('segment_strategies') }} as strategies
                on
                    segments.segmentation = strategies.segmentation
                    and segments.segment_id = strategies.segment_id
                    and strategies.priority = 1
            {% if segmentation.shop -%}
            left join {{ ref('customer_value') }} as customer_value
                on
                    segments.customer_id = customer_value.customer_id
                    and customer_value.shop = {{ text_literal(segmentation.shop) }}
            {% endif -%}
            where segments.segmentation = {{ text_literal(segmentation.name) }}
        ) as assigned
        {% if segmentation.shop -%}
        inner join (
            select * from {{ ref('customer_features') }}
            where shop = {{ text_literal(segmentation.shop) }} and is_current
        ) as known using (customer_id)
        {%- else -%}
        inner join {{ ref('segmentation_inputs') }} as known using (segmentation, customer_id)
        {%- endif %}
    )
{%- endmacro %}
