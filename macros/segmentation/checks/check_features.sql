{#
    Stops where the customers are too few or too much alike to be segmented: a feature without a value, one that is the
    same for all, or fewer different customers than segments.
#}
{% macro check_features(segmentation, customers, placed) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " %}
    {% set place = customers_name(segmentation) %}
    {% set forming = segmentation.features | selectattr('in_clustering') | list %}
    {% set figures = feature_figures(segmentation, customers, placed) %}

    {% if figures.customers < setting('fewest_customers') %}
        {{ exceptions.raise_compiler_error(
            where ~ place ~ " has " ~ counted(figures.customers, figures.all_customers) ~ " customers that can be placed, and fewer than "
            ~ setting('fewest_customers') ~ " cannot be segmented: bring more customers."
        ) }}
    {% elif figures.without_value %}
        {{ exceptions.raise_compiler_error(
            where ~ figures.without_value | join(', ') ~ " without a value for any customer of " ~ place
            ~ ": take out what has none."
        ) }}
    {% elif figures.constant and figures.constant | length == forming | length %}
        {{ exceptions.raise_compiler_error(
            where ~ "all " ~ '{:,}'.format(figures.customers) ~ " customers of " ~ place ~ " are alike in "
            ~ figures.constant | join(', ') ~ ": choose features that tell them apart."
        ) }}
    {% elif figures.constant %}
        {% set has_levels = forming | selectattr('name', 'in', figures.constant) | selectattr('levels') | list %}
        {{ exceptions.raise_compiler_error(
            where ~ figures.constant | join(', ') ~ (" has one value" if figures.constant | length == 1 else " have one value each")
            ~ " for all customers of " ~ place ~ " and so cannot tell them apart: take it out of `features:`"
            ~ (", or correct its `levels:`." if has_levels else ".")
        ) }}
    {% endif %}
    {% do check_different_customers(segmentation, customers, placed) %}
{% endmacro %}
