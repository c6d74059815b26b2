{#
    The inputs that a shop may have, each with the columns that its source needs; "or" stands between columns of which
    one will do. Other columns that a staging model asks for may be missing.
#}
{% macro shop_inputs() %}
    {{ return({
        'customers': ['customer_id'],
        'order_lines': ['customer_id', 'ordered_at', 'unit_price or amount'],
        'web_sessions': ['customer_id'],
        'support_tickets': ['customer_id'],
        'survey_answers': ['customer_id'],
        'campaign_contacts': ['customer_id'],
        'customer_ids': ['source_customer_id', 'customer_id'],
    }) }}
{% endmacro %}
