{# What is set aside, as the names of shops and of segmentations, those of such a shop among them. #}
{% macro names_set_aside() %}
    {% set names = {'shops': [], 'segmentations': []} %}
    {% if may_set_aside() and was_built(inputs_set_aside()) %}
        {% for row in run_query('select distinct entry_group, name from ' ~ inputs_set_aside() ~ ' order by all').rows %}
            {% do names[row[0]].append(row[1]) %}
        {% endfor %}
        {% for name, entry in (var('segmentations', {}) or {}).items() if entry.customers.shop in names.shops %}
            {% do names.segmentations.append(name) %}
        {% endfor %}
    {% endif %}
    {{ return(names) }}
{% endmacro %}
