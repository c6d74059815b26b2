{#
    Every setting that dbt_project.yml may have, by what it is a setting of: the only list of them. The checks, the
    table segmentation_settings, what a change of trains models anew, and docs/settings.md come from it. What needs one
    group alone asks the macro of that group.

    A setting has a `type`; limits (`from`, `above`, `to`, `under`), `values` to choose from or `words` that may stand
    in place of the type; `or_file` where the name of a file may stand in place of a list; a `default`, or in
    `otherwise` what holds without it; `forms_model` where another value makes another model, which a build then trains;
    `column`, its name in segmentation_settings where that is another one; and in `meaning` what it is, in one sentence.
    With `of_each` it may also be said of some of a group, by their names. `of_shop` stands in place of a default where
    customers are those of a shop, `mixed` where outliers are among those of segment 0; `finding_k` are the algorithms that find the number of segments
    themselves. The inputs of a shop are those of shop_inputs().
#}
{% macro settings_schema() %}
    {% set schema = {'variables': variable_schema()} %}
    {% for groups in [segmentation_schema(), shop_schema(), audience_schema(), campaign_schema()] %}
        {% do schema.update(groups) %}
    {% endfor %}
    {% do return(schema) %}
{% endmacro %}
