{#
    Stops the build with a sentence on what an entry of `shops` or `segmentations` is made of; sets the entry aside with it
    where that was chosen and others are left.
#}
{% macro refuse_input(group, name, sentence) %}
    {% if may_set_aside() %}
        {% do run_query('insert into ' ~ inputs_set_aside() ~ ' values (' ~ text_literals([group, name]) ~ ')') %}
    {% endif %}
    {% if not may_set_aside() or not configured_entries('segmentations') %}
        {{ exceptions.raise_compiler_error(sentence) }}
    {% endif %}
    {% do exceptions.warn(sentence ~ " It is set aside: its last published tables stay.") %}
{% endmacro %}
