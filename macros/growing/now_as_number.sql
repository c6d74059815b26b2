{# When this build began, in microseconds. #}
{% macro now_as_number() %}
    {{ return((run_started_at.timestamp() * 1000000) | int) }}
{% endmacro %}
