{#
    The inputs that a shop may have. `columns` are those that the project knows, in the order in which a raw row is
    written out, each with what it is read as; `needed` are those that the source has to have, with "or" between
    columns of which one will do. `optional` columns are read where a shop maps them, and cost nothing elsewhere.
#}
{% macro shop_inputs() %}
    {{ return({
        'customers': {
            'needed': ['customer_id'],
            'columns': {
                'customer_id': 'id',
                'gender': 'text',
                'birth_date': 'date',
                'region': 'text',
                'acquisition_channel': 'text',
                'signed_up_on': 'date',
            },
        },
        'order_lines': {
            'needed': ['customer_id', 'ordered_at', 'unit_price or amount or order_total'],
            'columns': {
                'order_id': 'text',
                'product_id': 'text',
                'product_name': 'text',
                'category': 'text',
                'quantity': 'decimal(10, 3)',
                'unit_price': 'decimal(13, 4)',
                'amount': 'decimal(18, 4)',
                'list_price': 'decimal(13, 4)',
                'ordered_at': 'timestamp',
                'customer_id': 'id',
            },
            'optional': {
                'line_id': 'text',
                'order_status': 'text',
                'currency': 'text',
                'order_total': 'decimal(18, 4)',
                'order_discount': 'decimal(18, 4)',
                'order_refund': 'decimal(18, 4)',
            },
        },
        'web_sessions': {
            'needed': ['customer_id'],
            'columns': {
                'session_id': 'text',
                'customer_id': 'id',
                'started_at': 'timestamp',
                'device': 'text',
                'pages': 'integer',
                'minutes': 'decimal(10, 2)',
            },
        },
        'support_tickets': {
            'needed': ['customer_id'],
            'columns': {
                'ticket_id': 'text',
                'customer_id': 'id',
                'opened_at': 'timestamp',
                'topic': 'text',
                'is_complaint': 'flag',
                'satisfaction': 'integer',
            },
        },
        'survey_answers': {
            'needed': ['customer_id'],
            'columns': {
                'customer_id': 'id',
                'answered_on': 'date',
                'recommend': 'integer',
                'price_importance': 'integer',
                'quality_importance': 'integer',
            },
        },
        'campaign_contacts': {
            'needed': ['customer_id'],
            'columns': {
                'contact_id': 'text',
                'customer_id': 'id',
                'sent_at': 'timestamp',
                'channel': 'text',
                'opened': 'flag',
                'clicked': 'flag',
            },
        },
        'customer_ids': {
            'needed': ['source_customer_id', 'customer_id'],
            'columns': {
                'source': 'text',
                'source_customer_id': 'id',
                'customer_id': 'id',
            },
        },
    }) }}
{% endmacro %}
