{# Refuses an entry of `campaigns` whose name, keys or values mean nothing, alone or together. #}
{% macro check_campaign(name, entry, schema, segmentations, audiences, what) %}
    {% set where = what ~ " in dbt_project.yml " %}
    {% do check_campaign_name(name, what) %}
    {% do check_entry(entry, schema.campaign, what) %}
    {% for day in ['start', 'end'] if not entry[day] %}
        {{ exceptions.raise_compiler_error(where ~ "has no `" ~ day ~ "`: write the day as in \"2025-12-31\".") }}
    {% endfor %}
    {% if entry.start | string > entry.end | string %}
        {{ exceptions.raise_compiler_error(where ~ "ends before it starts: correct `start` or `end`.") }}
    {% endif %}
    {% if entry.members and entry.audience %}
        {{ exceptions.raise_compiler_error(
            where ~ "has both `audience` and `members`: keep the one that says who its customers are."
        ) }}
    {% elif entry.members %}
        {% do check_known('segmentation', entry.segmentation, segmentations, what) %}
        {% do check_place(entry.members, what ~ ", `members`,", schema.members) %}
        {% if not entry.members.treated or 'holdout' in entry %}
            {{ exceptions.raise_compiler_error(
                where ~ ("has a `holdout`, though its groups were made elsewhere: take it out." if 'holdout' in entry
                else "has `members` without `treated`: name the expression that is true of treated customers.")
            ) }}
        {% endif %}
    {% else %}
        {% do check_known('audience', entry.audience, audiences, what) %}
    {% endif %}
    {% set of = segmentations[entry.segmentation] if entry.members else audiences[entry.audience].of %}
    {% if entry.outcome %}
        {% do check_place(entry.outcome, what ~ ", `outcome`,", schema.outcome) %}
        {% if not entry.outcome.on %}
            {{ exceptions.raise_compiler_error(where ~ "has an `outcome` without `on`: name the column of its day.") }}
        {% endif %}
    {% elif not of.shop %}
        {{ exceptions.raise_compiler_error(
            where ~ "has no `outcome`, and its customers have no orders: say where what counts comes from."
        ) }}
    {% endif %}
    {% if entry.decides_by == 'revenue' and entry.outcome and not entry.outcome.revenue %}
        {{ exceptions.raise_compiler_error(
            where ~ "is decided by revenue, and its `outcome` has no `revenue`: name the column of the amount."
        ) }}
    {% endif %}
{% endmacro %}
