{# A shop whose order lines are read from files of a list, each by its address. #}
{% macro shop_of_files(shop, addresses) %}
    {% set inputs = dict(shop.inputs) %}
    {% do inputs.update({'order_lines': dict(shop.inputs.order_lines, addresses=addresses)}) %}
    {{ return(dict(shop, inputs=inputs)) }}
{% endmacro %}
