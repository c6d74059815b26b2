{# The number of a stored model, the champion's if none is named; none where there is no such model. #}
{% macro version_of(registered, segmentation, model_version) %}
    {% set which = 'model_version = ' ~ text_literal(model_version) if model_version else 'is_champion' %}
    {% set found = run_query(
        'select max(version) from ' ~ registered ~ ' where is_stored and segmentation = ' ~ text_literal(segmentation)
        ~ ' and ' ~ which
    ) %}
    {{ return(found.columns[0].values() | first) }}
{% endmacro %}
