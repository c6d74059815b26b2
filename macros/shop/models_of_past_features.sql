{#
    The models that the features of earlier as-of days come from: those of the columns that form segments, that say who
    may be assigned, or that are the revenue. What only describes customers is made for today alone.
#}
{% macro models_of_past_features() %}
    {% set expressions = [] %}
    {% for segmentation in configured_segmentations() if segmentation.shop %}
        {% do expressions.extend([segmentation.eligible or '', segmentation.revenue or '']) %}
        {% for feature in segmentation.features if feature.in_clustering %}
            {% do expressions.append(feature.column) %}
        {% endfor %}
    {% endfor %}
    {% set words = modules.re.findall('[a-z_][a-z0-9_]*', expressions | join(' ') | lower) %}
    {% set result = [] %}
    {% for column in customer_feature_columns() if column.name in words and column.of not in result %}
        {% do result.append(column.of) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
