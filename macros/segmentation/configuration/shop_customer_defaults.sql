{# What a segmentation of a shop's customers need not say, after a look at the shop it names. #}
{% macro shop_customer_defaults(customers, entry, what) %}
    {% set shops = (var('shops', {}) or {}).keys() | list %}
    {% if not modules.re.match('^[a-z_][a-z0-9_]*$', customers.shop | string) %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml asks for shop '" ~ customers.shop
            ~ "', whose name is not small letters, digits and underscores: rename the shop."
        ) }}
    {% elif customers.shop not in shops %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml asks for shop '" ~ customers.shop ~ "', which is not among the `shops` there ("
            ~ (shops | join(', ') or 'none') ~ "): correct the name, or add the shop."
        ) }}
    {% elif 'as_of_date' in entry %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has an as_of_date beside a shop, which has its own: set it under `shops:`."
        ) }}
    {% endif %}
    {% do return({
        'id': 'customer_id',
        'revenue': 'monetary',
        'eligible': 'has_purchased',
        'set_apart': {
            'name': 'Silent customers', 'reason': 'no purchase up to the as-of date', 'role': 'silent',
        },
    }) %}
{% endmacro %}
