{#
    The as-of date that the command line asks for by --vars, which wins over those of the shops and segmentations in
    dbt_project.yml; nothing where there is none, or where --vars brings these entries (`group`) too.
#}
{% macro asked_as_of_date(group) %}
    {% set given = invocation_args_dict.vars or {} %}
    {{ return(none if group in given else given.get('as_of_date')) }}
{% endmacro %}
