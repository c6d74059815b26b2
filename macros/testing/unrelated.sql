{# Combinations of values of the given columns that the relation `to` does not have. #}
{% macro unrelated(relation, to, columns) %}
    select distinct {{ columns | join(', ') }} from {{ relation }}
    except
    select {{ columns | join(', ') }} from {{ to }}
{% endmacro %}
