{#
    The shops whose customers' value is predicted, with the share of revenue that is left of it, or the attribute of the
    order lines that has what is left of each.
#}
{% macro valued_shops() %}
    {% set rules, found = shop_schema().shop, [] %}
    {% for name, entry in configured_entries('shops').items() if entry.get('value', rules.value.default) %}
        {% do found.append({
            'name': name | string, 'margin': entry.get('margin', rules.margin.default), 'profit': entry.get('profit'),
        }) %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}
