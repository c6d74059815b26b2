{# Refuses a segmentation that cannot be built, in one sentence that names the entry and the remedy. #}
{% macro check_segmentation(settings) %}
    {% set where = "Segmentation '" ~ settings.name ~ "' in dbt_project.yml " %}
    {# The columns of segmentation_inputs that are no features, and words of SQL that people use as names. #}
    {% set reserved = [
        'segmentation', 'customer_id', 'revenue', 'set_apart_reason', 'is_eligible', 'ineligible_reason', 'segment_id',
        'all', 'and', 'any', 'array', 'as', 'asc', 'between', 'both', 'by', 'case', 'cast', 'check', 'column',
        'constraint', 'create', 'cross', 'current_date', 'default', 'desc', 'distinct', 'do', 'else', 'end', 'except',
        'false', 'fetch', 'filter', 'for', 'foreign', 'from', 'full', 'grant', 'group', 'having', 'in', 'inner',
        'interval', 'intersect', 'into', 'is', 'join', 'left', 'like', 'limit', 'natural', 'not', 'null', 'offset',
        'on', 'only', 'or', 'order', 'outer', 'over', 'primary', 'references', 'right', 'select', 'some', 'table',
        'then', 'to', 'true', 'union', 'unique', 'user', 'using', 'values', 'when', 'where', 'window', 'with',
    ] %}
    {% set identifier = modules.re.compile('^[a-z_][a-z0-9_]*$') %}
    {% if not settings.id %}
        {{ exceptions.raise_compiler_error(
            where ~ "has no `id`: name the column that identifies a customer."
        ) }}
    {% endif %}
    {% if not settings.features | selectattr('in_clustering') | list %}
        {{ exceptions.raise_compiler_error(
            where ~ "has no `features`: name at least one column to segment by."
        ) }}
    {% endif %}
    {% if settings.algorithm != 'kmeans' %}
        {{ exceptions.raise_compiler_error(
            where ~ "asks for algorithm '" ~ settings.algorithm ~ "': the one there is is kmeans."
        ) }}
    {% endif %}
    {% if settings.network != 'published' %}
        {{ exceptions.raise_compiler_error(
            where ~ "asks for network '" ~ settings.network ~ "': the one there is is published."
        ) }}
    {% endif %}
    {% if settings.k != 'auto' and (settings.k is not integer or settings.k < 2) %}
        {{ exceptions.raise_compiler_error(
            where ~ "has k '" ~ settings.k ~ "': write auto or a whole number from 2 up."
        ) }}
    {% endif %}
    {% if not identifier.match(settings.name) %}
        {{ exceptions.raise_compiler_error(
            where ~ "needs a name of small letters, digits and underscores."
        ) }}
    {% endif %}
    {% if settings.k_min is not integer or settings.k_max is not integer or not 2 <= settings.k_min <= settings.k_max %}
        {{ exceptions.raise_compiler_error(
            where ~ "tries k from " ~ settings.k_min ~ " to " ~ settings.k_max
            ~ ": k_min and k_max are whole numbers from 2 up, in this order."
        ) }}
    {% endif %}
    {% set names = settings.features | map(attribute='name') | list %}
    {% for feature in settings.features %}
        {% set which = where ~ "has feature '" ~ feature.name ~ "' " %}
        {% if not identifier.match(feature.name) %}
            {{ exceptions.raise_compiler_error(
                which ~ "whose name is not small letters, digits and underscores: rename it and give the"
                ~ " column by `column:`."
            ) }}
        {% elif names.count(feature.name) > 1 %}
            {{ exceptions.raise_compiler_error(
                which ~ "under both `features` and `describe`: keep it under one of them."
            ) }}
        {% elif feature.name in reserved %}
            {{ exceptions.raise_compiler_error(
                which ~ "whose name is taken: rename it and give the column by `column:`."
            ) }}
        {% elif feature.transform not in ['none', 'standard', 'robust', 'log', 'onehot'] %}
            {{ exceptions.raise_compiler_error(
                which ~ "with transform '" ~ feature.transform ~ "': choose none, standard, robust, log or onehot."
            ) }}
        {% elif feature.missing not in ['median', 'mean', 'zero'] %}
            {{ exceptions.raise_compiler_error(
                which ~ "with missing '" ~ feature.missing ~ "': choose median, mean or zero."
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
