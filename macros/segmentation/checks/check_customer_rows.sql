{#
    Stops with one sentence where the customers of a table cannot be segmented, once they are read and cleaned. It runs
    before the new table takes the place of the old one, so that nothing in the warehouse is touched by a bad file.
#}
{% macro check_customer_rows() %}
    {% for segmentation in configured_segmentations() if not (segmentation.shop or segmentation.within) %}
        {% set source = customers_relation(segmentation) %}
        {% if execute and not passes('segmentations', segmentation.name, check_rows_of_table, segmentation, source) %}
            {% do run_query("delete from " ~ this ~ " where segmentation = '" ~ segmentation.name ~ "'") %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{% macro check_rows_of_table(segmentation, source) %}
    {% set rows = "select * from " ~ this ~ " where segmentation = '" ~ segmentation.name ~ "'" %}
    {% set kept = "(" ~ rows ~ " and reject_reason is null) as kept" %}
    {% do check_rejects(segmentation, "(" ~ rows ~ ") as classified") %}
    {% do check_readable(segmentation, source, kept) %}
    {% do check_features(segmentation, kept, 'is_eligible') %}
    {% do check_against_last(segmentation, source, kept) %}
{% endmacro %}
