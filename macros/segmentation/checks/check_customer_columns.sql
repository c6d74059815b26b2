{#
    Every name among a segmentation's columns has to be a column of its customers. One that is not could otherwise be
    taken for a feature of the same select.
#}
{% macro check_customer_columns(segmentation, relation) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml " %}
    {% set columns = relation_columns(relation) | reject('equalto', 'unreadable_line') | list %}
    {% set by_row_number = segmentation.id == 'file_row_number' %}
    {% if columns | length < 2 and not by_row_number %}
        {{ exceptions.raise_compiler_error(
            where ~ "needs an id and a feature, and " ~ customers_name(segmentation) ~ " has one column, '"
            ~ columns | join ~ "': name its `delimiter:` under `customers:` if that is not a comma, or bring a file with more columns."
        ) }}
    {% endif %}
    {% set asked = [] if by_row_number else [{'name': '`id`', 'column': segmentation.id}] %}
    {% if segmentation.revenue %}{% do asked.append({'name': '`revenue`', 'column': segmentation.revenue}) %}{% endif %}
    {% if segmentation.eligible %}
        {% do asked.append({'name': '`eligible`', 'column': segmentation.eligible}) %}
    {% endif %}
    {% for feature in segmentation.features %}
        {% do asked.append({'name': "feature '" ~ feature.name ~ "'", 'column': feature.column}) %}
    {% endfor %}
    {% for each in asked %}
        {% set name = each.column | string %}
        {% set is_quoted = name.startswith('"') and name.endswith('"') and name | length > 1 %}
        {% set plain = name[1:-1] | replace('""', '"') if is_quoted else name %}
        {% set is_name = (is_quoted and '"' not in name[1:-1] | replace('""', ''))
            or modules.re.match('^[^\\W\\d][\\w ]*$', name) %}
        {% if is_name and (plain | lower not in columns or (not is_quoted and ' ' in name)) %}
            {{ exceptions.raise_compiler_error(
                where ~ "asks by " ~ each.name ~ " for column " ~ name ~ " of " ~ customers_name(segmentation)
                ~ ", whose columns are " ~ columns | join(', ')
                ~ ": correct the name, and quote one with blanks as '\"two words\"'."
            ) }}
        {% endif %}
        {% set problem = none if is_name else expression_problem(name, columns) %}
        {% if problem %}
            {{ exceptions.raise_compiler_error(
                where ~ "asks by " ~ each.name ~ " for " ~ name ~ ", " ~ problem ~ ": correct the expression; the columns of "
                ~ customers_name(segmentation) ~ " are " ~ columns | join(', ') ~ "."
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
