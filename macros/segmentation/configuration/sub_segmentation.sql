{# The segmentation that divides the segments of another one further: its settings, but for how it is divided. #}
{% macro sub_segmentation(settings, entries) %}
    {% set name = settings.name ~ '_sub_segments' %}
    {% if name in entries %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ name ~ "' in dbt_project.yml has the name of the sub-segments of '" ~ settings.name
            ~ "': rename it."
        ) }}
    {% endif %}
    {% do return(dict(
        settings,
        name=name,
        label=settings.label ~ ', sub-segments',
        within=settings.name,
        formerly=settings.formerly ~ '_sub_segments' if settings.formerly else none,
        sub_segments=false,
        algorithm='kmeans',
        k='auto',
        compare_algorithms=[],
    )) %}
{% endmacro %}
