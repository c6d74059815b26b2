{# Refuses an entry of `segmentations` whose name, keys or values mean nothing. #}
{% macro check_segmentation_entry(name, entry, schema, what) %}
    {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', name | string) %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml needs a name of small letters, digits and underscores."
        ) }}
    {% endif %}
    {% do check_entry(entry, schema.segmentation, what) %}
    {% do check_entry(entry.get('set_apart') or {}, schema.set_apart, what ~ ", `set_apart`,") %}
    {% do check_place(entry.get('customers'), what ~ ", `customers`,", schema.customers) %}
    {% do check_shop_name(entry, what) if 'shop' in entry.customers %}
{% endmacro %}
