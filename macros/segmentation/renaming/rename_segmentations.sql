{#
    What is stored of a segmentation that was `formerly` called otherwise goes on under its name, in all tables of the
    schemas ml and marts at once: models, history, names, drift. Once it is done nothing of the old name is left.
#}
{% macro rename_segmentations() %}
    {% if execute and flags.WHICH in ['build', 'run'] %}
        {% for segmentation in configured_segmentations() if segmentation.formerly %}
            {% do rename_segmentation(segmentation.formerly, segmentation.name) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
