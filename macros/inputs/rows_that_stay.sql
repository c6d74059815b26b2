{# Which rows of public tables stay as they were last published, since what they are made of was set aside: names by column. #}
{% macro rows_that_stay() %}
    {% set names = names_set_aside() %}
    {% set stays = {'shop': names.shops, 'segmentation': [], 'dataset': names.shops | list} %}
    {% for segmentation in (configured_segmentations() if names.segmentations else []) %}
        {% set whole = segmentation.within or segmentation.name %}
        {% do stays.segmentation.append(segmentation.name) if whole in names.segmentations %}
        {% do stays.dataset.append(whole) if whole in names.segmentations and not segmentation.shop %}
    {% endfor %}
    {{ return(stays) }}
{% endmacro %}
