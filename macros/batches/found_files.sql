{#
    The files of a place, each with how it is written, in the order of their versions, and those that a pattern leaves out
    (see segmentation/intake/forms.py). `columns` are those that are read of them: for each its expression and its type.
#}
{% macro found_files(place, columns={}, needed=[]) %}
    {% set how = {} %}
    {% for key in ['delimiter', 'header', 'skip', 'sheet', 'decimal', 'dates'] if place[key] is defined %}
        {% do how.update({key: place[key]}) %}
    {% endfor %}
    {% set request = {'file': place.file, 'place': how, 'columns': columns, 'needed': needed} %}
    {{ return(fromjson(run_query('select segments_files(' ~ text_literal(tojson(request)) ~ ')').rows[0][0])) }}
{% endmacro %}
