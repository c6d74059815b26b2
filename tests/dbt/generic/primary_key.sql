{# Fails where a part of the key is empty, or several rows share it. #}
{% test primary_key(model, columns) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as rows_found
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    or {{ columns | join(' is null\n    or ') }} is null

{% endtest %}
