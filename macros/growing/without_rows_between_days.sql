{# Takes away the rows of customer_order_sums that stand on no as-of day any more, where rows were added. #}
{% macro without_rows_between_days() %}
    {% if rows_to_add() in model.compiled_code %}
    delete from {{ this }} as sums
    where not exists (
        select 1 from {{ ref('int_as_of_days') }} as days
        where sums.shop = days.shop and {{ stands_on('sums', 'days.as_of_date') }}
    )
    {% endif %}
{% endmacro %}
