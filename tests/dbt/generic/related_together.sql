{# Fails for each combination of values of the given columns that the model `to` does not have. #}
{% test related_together(model, to, columns) %}

select distinct {{ columns | join(', ') }}
from {{ model }}
except
select {{ columns | join(', ') }}
from {{ to }}

{% endtest %}
