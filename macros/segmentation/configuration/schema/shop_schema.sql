{# Settings of an order log, of its inputs and of what its lines say of customers, by group. #}
{% macro shop_schema() %}
    {% set limited = limits() %}
    {% do return({
        'shop': {
            'as_of_date': dict(type='day', words=['latest'], otherwise='the variable `as_of_date`', meaning=
                "the day at whose end all figures stand; `latest` is the last day with an order that is not to come"
                " and does not stand alone in time"),
            'cancelled_order_prefix': dict(type='text', words=[none], otherwise='the variable of that name', meaning=
                "what the ids of cancelled orders start with; null where any negative line is a return"),
            'value': dict(type='flag', default=true, meaning=
                "whether it is predicted what its customers will order and spend (`customer_value`)"),
            'affinity': dict(type='flag', default=false, meaning=
                "whether it is counted what is bought together, what comes next and who comes back by month"
                " (`product_affinity`, `next_product`, `cohorts`)"),
            'margin': dict(limited.part, default=1, meaning=
                "share of the revenue that is left of it: what customers are worth is this share of what they spend"),
            'profit': dict(type='text', otherwise='`margin` of the revenue', meaning=
                "the attribute of the order lines, a sum, that has what is left of each line: then each customer has a"
                " margin of their own"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'input': dict(places().any, **{
            'columns': dict(type='entries', otherwise='the columns of the names expected', meaning=
                "for each name expected the SQL expression that gives it"),
            'loaded_at': dict(type='sql', otherwise='none', meaning=
                "of order lines: when a row was loaded; each day of loading is a batch then, see"
                " [operations](operations.md#batches)"),
            'duplicates': dict(type='choice', values=['drop', 'keep'], default='drop', meaning=
                "of order lines: whether lines that are equal in all that is read are copies of one, or pieces"),
            'nobody': dict(type='list', otherwise='none', meaning=
                "of order lines: customer ids that stand for nobody in particular, next to those of the seed"
                " `placeholder_customer_ids`"),
            'statuses': dict(type='entries', otherwise='the seed `order_statuses`', meaning=
                "of order lines: what a status of the shop's own means: `completed`, `not completed`, `cancelled` or"
                " `refunded`"),
            'rates': dict(type='entries', otherwise='none', meaning=
                "of order lines: what one unit of each currency is worth in the one to report in, such as"
                " `{EUR: 1, USD: 0.92}`"),
            'negative_prices': dict(type='choice', values=['reject', 'discount'], default='reject', meaning=
                "of order lines: what a line with a negative price and a positive quantity is, unless its name says"
                " that it is a coupon or a discount"),
            'attributes': dict(type='entries', otherwise='none', meaning=
                "of order lines: what they say of the customer, by name, see below; with a column alone its latest"
                " value counts"),
        }),
        'attribute': {
            'column': dict(type='sql', otherwise='needed', meaning="SQL expression of a line that gives it"),
            'as': dict(type='choice', values=['latest', 'sum', 'mean'], default='latest', meaning=
                "how the values of the lines become one of the customer"),
        },
    }) %}
{% endmacro %}
