{# That no numbers of the model are stored, as the end of a sentence; none where they are. #}
{% macro missing_version(registered, segmentation, model_version) %}
    {% if version_of(registered, segmentation, model_version) is none %}
        {{ return(
            "asks for the model '" ~ model_version ~ "', which is not stored: choose one of marts.model_registry."
        ) }}
    {% endif %}
    {{ return(none) }}
{% endmacro %}
