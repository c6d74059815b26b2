{#
    Fails for each combination of values of the given columns that the model `to` does not have. A node of its own only
    where `to` is built later than models that must not be built from a table that breaks its other constraints: dbt
    holds those back until a test has passed whose relations all stand before them.
#}
{% test related_together(model, to, columns) %}

    {{ unrelated(model, to, columns) }}

{% endtest %}
