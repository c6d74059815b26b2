{# Refuses an entry of `audiences` whose name, keys or values mean nothing. #}
{% macro check_audience(name, entry, schema, segmentations, what) %}
    {% do check_campaign_name(name, what) %}
    {% do check_entry(entry, schema.audience, what) %}
    {% do check_known('segmentation', entry.segmentation, segmentations, what) %}
    {% for group in ['consented', 'suppressed', 'contacts'] if group in entry %}
        {% do check_place(entry[group], what ~ ", `" ~ group ~ "`,", schema[group]) %}
    {% endfor %}
    {% if entry.not_contacted_days and not segmentations[entry.segmentation].shop and not campaign_entries('campaigns') %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has not_contacted_days, which needs the campaign_contacts of a shop or campaigns:"
            ~ " take it out, or name who is left out under `suppressed`."
        ) }}
    {% endif %}
    {% for column, condition in (entry.conditions or {}).items() if condition is mapping %}
        {% for key in condition if key not in ['at_least', 'at_most'] %}
            {{ exceptions.raise_compiler_error(
                what ~ " in dbt_project.yml has the condition " ~ column ~ " with a key '" ~ key
                ~ "', which means nothing: use at_least or at_most."
            ) }}
        {% endfor %}
    {% endfor %}
{% endmacro %}
