{# Fails for values below `min_value` or above `max_value`, where given. A missing value passes. #}
{% test in_range(model, column_name, min_value=none, max_value=none) %}

    select {{ column_name }}
    from {{ model }}
    where
        {{ column_name }} < {{ column_name if min_value is none else min_value }}
        or {{ column_name }} > {{ column_name if max_value is none else max_value }}

{% endtest %}
