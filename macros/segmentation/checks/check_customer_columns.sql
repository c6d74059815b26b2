{#
    Every name among a segmentation's columns has to be a column of its customers, and every expression one that can be
    computed from them. One that is not could otherwise be taken for a feature of the same select, or end the build in a
    message of the database that does not say whose it is.
#}
{% macro check_customer_columns(segmentation, relation) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml " %}
    {% set described = run_query('describe select * from ' ~ relation) %}
    {% set types = {} %}
    {% for row in described.rows if row[0] | lower != 'unreadable_line' %}
        {% do types.update({row[0] | lower: row[1]}) %}
    {% endfor %}
    {% set names = types | join(', ') %}
    {% set by_row_number = segmentation.id == 'file_row_number' %}
    {% if types | length < 2 and not by_row_number %}
        {{ exceptions.raise_compiler_error(
            where ~ "needs an id and a feature, and " ~ customers_name(segmentation) ~ " has one column, '"
            ~ names ~ "': name its `delimiter:` under `customers:` if that is not a comma, or bring a file with more columns."
        ) }}
    {% endif %}
    {% set asked = {} if by_row_number else {'`id`': segmentation.id} %}
    {% for key in ['revenue', 'eligible'] if segmentation[key] %}
        {% do asked.update({'`' ~ key ~ '`': segmentation[key]}) %}
    {% endfor %}
    {% for feature in segmentation.features %}
        {% do asked.update({"feature '" ~ feature.name ~ "'": feature.column}) %}
    {% endfor %}
    {% set computed = {} %}
    {% for asks, column in asked.items() %}
        {% set name = column | string %}
        {% set is_quoted = name.startswith('"') and name.endswith('"') and name | length > 1 %}
        {% set plain = name[1:-1] | replace('""', '"') if is_quoted else name %}
        {% set is_name = (is_quoted and '"' not in name[1:-1] | replace('""', ''))
            or modules.re.match('^[^\\W\\d][\\w ]*$', name) %}
        {% if is_name and (plain | lower not in types or (not is_quoted and ' ' in name)) %}
            {{ exceptions.raise_compiler_error(
                where ~ "asks by " ~ asks ~ " for column " ~ name ~ " of " ~ customers_name(segmentation)
                ~ ", whose columns are " ~ names ~ ": correct the name, and quote one with blanks as '\"two words\"'."
            ) }}
        {% endif %}
        {% set condition = asks == '`eligible`' and types.get(plain | lower) != 'BOOLEAN' %}
        {% set expression = 'cast((' ~ name ~ ') as boolean)' if condition else name %}
        {% set problem = expression_problem(expression, relation) if condition or not is_name %}
        {% if problem %}
            {{ exceptions.raise_compiler_error(
                where ~ "asks by " ~ asks ~ " for " ~ name ~ ", " ~ problem ~ ": correct the expression"
                ~ (', with try_cast(... as double) for a number that is text' if 'VARCHAR' in problem) ~ "; the columns of "
                ~ customers_name(segmentation) ~ " are " ~ names ~ "."
            ) }}
        {% endif %}
        {% do computed.update({asks: expression}) if condition or not is_name %}
    {% endfor %}
    {% set failure = expression_failures(computed, relation) %}
    {% if failure %}
        {{ exceptions.raise_compiler_error(
            where ~ "asks by " ~ failure.name ~ " for " ~ asked[failure.name] ~ ", which cannot be computed for "
            ~ counted(failure.failed, failure.rows) ~ " rows of " ~ customers_name(segmentation) ~ " (such as "
            ~ failure.example ~ "): correct the expression; try_cast gives nothing where cast fails."
        ) }}
    {% endif %}
{% endmacro %}
