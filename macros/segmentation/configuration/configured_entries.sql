{#
    The entries of a group of dbt_project.yml, `shops` or `segmentations`, by name; those of the sample only where the
    variable `sample` is true and no other project has this one as a package; those whose input was set aside only before
    and after the models. The only place that reads these groups. Whether `sample` is true or false is checked with the
    segmentations: each model asks here several times.
#}
{% macro configured_entries(group) %}
    {% set entries = var(group, {}) or {} %}
    {% set has_sample = var('sample', true) and project_name == 'customer_segmentation' %}
    {% do check_entry(entries, none, '`' ~ group ~ '`') if not execute %}
    {% set is_of_model = execute and model is defined and model.resource_type != 'operation' %}
    {% set set_aside = names_set_aside().get(group, []) if is_of_model else [] %}
    {% set result = {} %}
    {% for name, entry in entries.items() if (has_sample or not entry.is_sample) and name not in set_aside %}
        {% do result.update({name: entry}) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
