{#
    The inputs that a shop may have. `columns` are those that the project knows, in the order in which a raw row is
    written out, each with what it is read as; `needed` are those that the source has to have, with "or" between
    columns of which one will do.
#}
{% macro shop_inputs() %}
    {{ return({
        'customers': {
            'needed': ['customer_id'],
            'columns': {
                'customer_id': 'text',
                'gender': 'text',
                'birth_date': 'date',
                'region': 'text',
                'acquisition_channel': 'text',
                'signed_up_on': 'date',
            },
        },
        'order_lines': {
            'needed': ['customer_id', 'ordered_at', 'unit_price or amount'],
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
                'customer_id': 'text',
            },
        },
        'web_sessions': {
            'needed': ['customer_id'],
            'columns': {
                'session_id': 'text',
                'customer_id': 'text',
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
                'customer_id': 'text',
                'opened_at': 'timestamp',
                'topic': 'text',
                'is_complaint': 'flag',
                'satisfaction': 'integer',
            },
        },
        'survey_answers': {
            'needed': ['customer_id'],
            'columns': {
                'customer_id': 'text',
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
                'customer_id': 'text',
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
                'source_customer_id': 'text',
                'customer_id': 'text',
            },
        },
    }) }}
{% endmacro %}
