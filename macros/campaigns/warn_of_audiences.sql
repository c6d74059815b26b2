{# Warns, a line an audience, that its size has changed much since the last build. #}
{% macro warn_of_audiences() %}
    {% if execute %}
        {% set lines %}
            select concat(
                {{ text_literal("Audience '") }}, audience, {{ text_literal("' has ") }}, customers, ' customers, after ', customers_before,
                ' before',
                case when contacted_lately > 0 then concat(' (', contacted_lately, ' were contacted lately)') else '' end,
                ': look at its rule, or raise size_change_that_warns in dbt_project.yml.'
            )
            from {{ this }}
            where has_changed_much
            order by audience
        {% endset %}
        {% for line in run_query(lines).columns[0].values() %}
            {% do exceptions.warn(line) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
