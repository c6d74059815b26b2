{#
    The SQL expression that gives each column of a shop's input: as mapped, else the column of that name, else null.
    Stops with one sentence where a mapped column is not there or a needed one is missing. Without it the database
    would speak of a binder error, or, worse, read the name as an alias of another column of the same select.
#}
{% macro input_expressions(shop, input) %}
    {% set columns = columns_of_input(input) %}
    {% set optional = shop_inputs()[input].get('optional', {}) %}
    {% set place = shop.inputs[input] %}
    {% set what = "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'" %}
    {% set remedy = "under vars > shops > " ~ shop.name ~ " > " ~ input ~ " > columns in dbt_project.yml, " %}
    {% set found = input_columns(place, what) %}
    {% set names = (found or []) | reject('equalto', 'unreadable_line') | join(', ') %}
    {% set given, mapped = place.get('columns') or {}, mapped_expressions(shop, input) %}
    {% for column in mapped if column not in columns and column not in optional %}
        {{ exceptions.raise_compiler_error(
            what ~ " maps a column '" ~ column ~ "' that is not asked for: " ~ remedy ~ "use only "
            ~ (shop_inputs()[input].columns.keys() | list + optional.keys() | list) | join(', ') ~ "."
        ) }}
    {% endfor %}
    {% set result = {} %}
    {% for column in columns %}
        {% set expression = mapped[column] %}
        {% set is_name = modules.re.match('^("[^"]+"|[A-Za-z_][A-Za-z0-9_]*)$', expression) %}
        {% if expression == 'null' %}
        {% elif found is not none and is_name and expression | replace('"', '') | lower not in found %}
            {% if column in given %}
                {{ exceptions.raise_compiler_error(
                    what ~ " takes " ~ column ~ " from a column " ~ expression ~ " that " ~ place_name(place)
                    ~ " does not have: " ~ remedy ~ "map it to one of " ~ names ~ ", or to null."
                ) }}
            {% endif %}
            {% set expression = 'null' %}
        {% elif found is not none and not is_name %}
            {% set problem = expression_problem(expression, relation_of(place, what)) %}
            {% if problem %}
                {{ exceptions.raise_compiler_error(
                    what ~ " takes " ~ column ~ " from " ~ expression ~ ", " ~ problem ~ ": " ~ remedy
                    ~ "correct the expression; the columns are " ~ names ~ "."
                ) }}
            {% endif %}
        {% endif %}
        {% do result.update({column: expression}) %}
    {% endfor %}
    {% for needed in shop_inputs()[input].needed %}
        {% set given = [] %}
        {% for column in needed.split(' or ') if result.get(column, 'null') != 'null' %}
            {% do given.append(column) %}
        {% endfor %}
        {% if not given %}
            {{ exceptions.raise_compiler_error(
                what ~ " has no column " ~ needed ~ " in " ~ place_name(place) ~ ": " ~ remedy
                ~ "map it to one of " ~ names ~ "."
            ) }}
        {% endif %}
    {% endfor %}
    {% do result.update({'unreadable_line': 'unreadable_line' if 'unreadable_line' in (found or []) else 'null'}) %}
    {{ return(result) }}
{% endmacro %}
