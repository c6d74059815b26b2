{# Every feature of any segmentation once, as {name, kind}: the columns of main_segmentation_inputs. #}
{% macro feature_columns(segmentations) %}
    {% set kinds = {} %}
    {% for segmentation in segmentations %}
        {% for feature in segmentation.features %}
            {% if kinds.setdefault(feature.name, feature.kind) != feature.kind %}
                {{ exceptions.raise_compiler_error(
                    "Feature '" ~ feature.name ~ "' is a number in one segmentation and a category in '"
                    ~ segmentation.name ~ "': give it another name there and its column by `column:`."
                ) }}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% set result = [] %}
    {% for name, kind in kinds.items() %}
        {% do result.append({'name': name, 'kind': kind}) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
