{# Whether a column's type is that of the feature, so that there is nothing to read and nothing that cannot be read. #}
{% macro has_native_type(feature_type, type) %}
    {% if feature_type in ['date', 'birth_date'] %}
        {{ return(modules.re.match('^(date|timestamp)', type or '') is not none) }}
    {% elif feature_type == 'flag' %}
        {{ return(type == 'boolean') }}
    {% endif %}
    {% set number = '^(u?(tiny|small|big|huge)?int|float|double|real|decimal|boolean)' %}
    {{ return(modules.re.match(number, type or '') is not none) }}
{% endmacro %}
