{# The columns of stg_shop__batches and their types. #}
{% macro batch_columns() %}
    {{ return({
        'shop': 'string', 'batch_number': 'integer', 'batch': 'string', 'file': 'string', 'address': 'string',
        'raw_address': 'string', 'state': 'string', 'is_decided': 'boolean', 'sentence': 'string', 'replaced_by': 'integer', 'takes': 'string',
        'lines': 'bigint', 'amount': 'decimal(18, 2)', 'customers': 'bigint', 'first_on': 'date',
        'last_on': 'date', 'columns_read': 'string', 'format': 'string', 'content_hash': 'string',
    }) }}
{% endmacro %}
