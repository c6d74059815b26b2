{# The columns of main_segmentation_inputs, in their order. #}
{% macro segmentation_input_columns() %}
    {% set features = feature_columns(configured_segmentations() | rejectattr('within') | list) %}
    {% do return(
        ['segmentation', 'customer_id', 'revenue', 'set_apart_reason', 'maturity'] + features | map(attribute='name') | list
    ) %}
{% endmacro %}
