{# Refuses an attribute by the name of another column of a shop's customers. #}
{% macro check_attribute_names(model) %}
    {% for node in (graph.nodes.values() if execute and graph.nodes is defined else []) if node.name == model %}
        {% for attribute in shop_attributes() if attribute.name in node.columns %}
            {{ exceptions.raise_compiler_error(
                "The attribute '" ~ attribute.name ~ "' under vars > shops in dbt_project.yml has the name of a feature that"
                ~ " every shop has: give it another, such as log_" ~ attribute.name ~ "."
            ) }}
        {% endfor %}
    {% endfor %}
{% endmacro %}
