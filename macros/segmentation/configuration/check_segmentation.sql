{# Refuses settings of a segmentation that are allowed each, but not together. #}
{% macro check_segmentation(settings, schema, what) %}
    {% set where = what ~ " in dbt_project.yml " %}
    {% if settings.customers.model == 'customer_features' %}
        {{ exceptions.raise_compiler_error(
            where ~ "names the model customer_features, which has the customers of all shops: name one shop instead, as"
            ~ " in `customers: {shop: " ~ (configured_entries('shops').keys() | first | default('name')) ~ "}`."
        ) }}
    {% elif not settings.id %}
        {{ exceptions.raise_compiler_error(
            where ~ "has no `id`: name the column that identifies a customer."
        ) }}
    {% elif settings.id == 'file_row_number' and settings.customers.file is not defined %}
        {{ exceptions.raise_compiler_error(
            where ~ "has id file_row_number, which only files have: name the column that identifies a customer."
        ) }}
    {% elif not settings.features | selectattr('in_clustering') | list %}
        {{ exceptions.raise_compiler_error(
            where ~ "has no `features`: name at least one column to segment by."
        ) }}
    {% elif settings.features | length > setting('most_features') %}
        {{ exceptions.raise_compiler_error(
            where ~ "has " ~ settings.features | length ~ " features, and more than " ~ setting('most_features')
            ~ " fill the memory: take out what tells little, or raise `most_features`."
        ) }}
    {% elif settings.algorithm in schema.segmentation.algorithm.finding_k and settings.k != 'auto' %}
        {{ exceptions.raise_compiler_error(
            where ~ "has k " ~ settings.k ~ " and algorithm " ~ settings.algorithm
            ~ ", which finds the number of segments itself: take out `k:`, or choose another algorithm."
        ) }}
    {% elif settings.k_min > settings.k_max %}
        {{ exceptions.raise_compiler_error(
            where ~ "tries k from " ~ settings.k_min ~ " to " ~ settings.k_max ~ ": k_min must not be above k_max."
        ) }}
    {% elif settings.k_useful_min > settings.k_useful_max %}
        {{ exceptions.raise_compiler_error(
            where ~ "takes from " ~ settings.k_useful_min ~ " to " ~ settings.k_useful_max
            ~ " segments: k_useful_min must not be above k_useful_max."
        ) }}
    {% endif %}
    {% set sensitive = settings.features | selectattr('is_sensitive') | list %}
    {% set audited = (sensitive | map(attribute='name') | map('lower') | list)
        + (sensitive | map(attribute='column') | map('replace', '"', '') | map('lower') | list) %}
    {% for name in settings.sensitive or [] if name | lower not in audited %}
        {{ exceptions.raise_compiler_error(
            where ~ "lists '" ~ name ~ "' as sensitive, which is none of its features: name it under `describe`, so that"
            ~ " it can be audited, or take it off the list."
        ) }}
    {% endfor %}
{% endmacro %}
