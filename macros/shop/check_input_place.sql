{# Refuses the place of an input that names no data, or has a key or setting that means nothing. #}
{% macro check_input_place(place, what) %}
    {% set kinds = ['file', 'model', 'relation'] %}
    {% do check_keys(place, kinds + ['columns', 'delimiter', 'header', 'skip', 'decimal', 'dates'], what) %}
    {% set columns = place.get('columns') or {} %}
    {% do check_keys(columns, columns, what ~ " `columns`") %}
    {% set source = dict(place) %}
    {% do source.pop('columns', none) %}
    {% do check_place(source, what, kinds) %}
{% endmacro %}
