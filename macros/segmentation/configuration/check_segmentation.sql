{# Refuses a segmentation that cannot be built, in one sentence that names the entry and the remedy. #}
{% macro check_segmentation(settings) %}
    {% set where = "Segmentation '" ~ settings.name ~ "' in dbt_project.yml " %}
    {% if not modules.re.match('^[a-z_][a-z0-9_]*$', settings.name | string) %}
        {{ exceptions.raise_compiler_error(
            where ~ "needs a name of small letters, digits and underscores."
        ) }}
    {% elif settings.customers.model == 'customer_features' %}
        {{ exceptions.raise_compiler_error(
            where ~ "names the model customer_features, which has the customers of all shops: name one shop instead, as"
            ~ " in `customers: {shop: " ~ ((var('shops', {}) or {}).keys() | first | default('name')) ~ "}`."
        ) }}
    {% elif settings.id is boolean %}
        {{ exceptions.raise_compiler_error(
            where ~ "has id '" ~ settings.id ~ "', as YAML reads yes and no: write the name of the column in quotes."
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
    {% elif settings.network not in ['default', 'published'] %}
        {{ exceptions.raise_compiler_error(
            where ~ "asks for network '" ~ settings.network ~ "': choose default or published."
        ) }}
    {% elif settings.train not in ['auto', 'always', 'never'] %}
        {{ exceptions.raise_compiler_error(
            where ~ "has train '" ~ settings.train ~ "': choose auto, always or never."
        ) }}
    {% elif settings.retrain_from_drift is not number or settings.retrain_from_drift is boolean
        or settings.retrain_from_drift <= 0 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has retrain_from_drift '" ~ settings.retrain_from_drift ~ "': write a number above 0, such as 0.25."
        ) }}
    {% elif settings.retrain_after_days is not integer or settings.retrain_after_days is boolean
        or settings.retrain_after_days < 1 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has retrain_after_days '" ~ settings.retrain_after_days ~ "': write a whole number from 1 up."
        ) }}
    {% elif settings.placed_by not in ['network', 'nearest_centre'] %}
        {{ exceptions.raise_compiler_error(
            where ~ "has placed_by '" ~ settings.placed_by ~ "': choose network or nearest_centre."
        ) }}
    {% elif settings.splits != 'auto' and (settings.splits is not integer or settings.splits < 1) %}
        {{ exceptions.raise_compiler_error(
            where ~ "has splits '" ~ settings.splits ~ "': write auto or a whole number from 1 up."
        ) }}
    {% elif settings.k != 'auto' and (settings.k is not integer or settings.k < 2) %}
        {{ exceptions.raise_compiler_error(
            where ~ "has k '" ~ settings.k ~ "': write auto or a whole number from 2 up."
        ) }}
    {% elif settings.k_min is not integer or settings.k_max is not integer
        or not 2 <= settings.k_min <= settings.k_max %}
        {{ exceptions.raise_compiler_error(
            where ~ "tries k from " ~ settings.k_min ~ " to " ~ settings.k_max
            ~ ": k_min and k_max are whole numbers from 2 up, in this order."
        ) }}
    {% elif not is_date(settings.as_of_date) %}
        {{ exceptions.raise_compiler_error(
            where ~ "has as_of_date '" ~ settings.as_of_date ~ "', which is no date: write it as in \"2025-12-31\"."
        ) }}
    {% endif %}
    {% do check_algorithm(settings) %}
    {% do check_cold_start(settings) %}
    {% set names = settings.features | map(attribute='name') | list %}
    {% for name in names if names.count(name) > 1 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has feature '" ~ name ~ "' under both `features` and `describe`: keep it under one of them."
        ) }}
    {% endfor %}
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
