{#
    Every plain or quoted name among a segmentation's columns has to be a column of its customers; expressions are the
    user's own. A name that is not one could otherwise be taken for a feature of the same select.
#}
{% macro check_customer_columns(segmentation, relation, source, where) %}
    {% set columns = relation_columns(relation) %}
    {% set asked = [{'name': '`id`', 'column': segmentation.id}] %}
    {% if segmentation.revenue %}{% do asked.append({'name': '`revenue`', 'column': segmentation.revenue}) %}{% endif %}
    {% for feature in segmentation.features %}
        {% do asked.append({'name': "feature '" ~ feature.name ~ "'", 'column': feature.column}) %}
    {% endfor %}
    {% for each in asked %}
        {% set name = each.column | string %}
        {% set is_quoted = name.startswith('"') and name.endswith('"') and name | length > 1 %}
        {% set plain = name[1:-1] | replace('""', '"') if is_quoted else name %}
        {% set is_name = is_quoted or modules.re.match('^[A-Za-z_][A-Za-z0-9_ ]*$', name) %}
        {% if is_name and (plain | lower not in columns or (not is_quoted and ' ' in name)) %}
            {{ exceptions.raise_compiler_error(
                where ~ each.name ~ " asks for column " ~ name ~ " of " ~ source ~ ", whose columns are "
                ~ columns | join(', ') ~ ": correct the name, and quote one with blanks as '\"two words\"'."
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
