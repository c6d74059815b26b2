{#
    Stops where the customers of a segmentation are unlike those of its last build: most of these are gone, or a number is
    of another unit. What is right all the same is named in `accepted_changes`, for one build. A shop as of an earlier day
    has fewer customers, and is not compared.
#}
{% macro check_against_last(segmentation, source, customers) %}
    {% set scored = adapter.get_relation(target.database, generate_schema_name('ml'), 'scored_customers') %}
    {% if not scored or segmentation.name in setting('accepted_changes') %}
        {{ return('') }}
    {% endif %}
    {% set of_last_day %}
    {{ scored }} where segmentation = {{ text_literal(segmentation.name) }} and as_of_date = (
        select max(as_of_date) from {{ scored }} where segmentation = {{ text_literal(segmentation.name) }}
    )
    {% if segmentation.shop -%}
    and as_of_date <= (select max(as_of_date) from {{ source }})
    {%- endif %}
    {% endset %}
    {% set known, still_there, now = run_query(
        'select count(*), count(case when customer_id in (select customer_id from ' ~ customers ~ ') then 1 end), (select count(*) from '
        ~ customers ~ ') from ' ~ of_last_day
    ).rows[0].values() | map('int') %}
    {% set problems = [] %}
    {% if 2 * still_there < known %}
        {% do problems.append(
            "has " ~ counted(still_there, known) ~ " customers of the last build, and " ~ '{:,}'.format(now) ~ " in all"
        ) %}
    {% endif %}
    {% do problems.extend(numbers_of_other_scale(segmentation, customers, of_last_day, known)) if known %}
    {% if problems %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " ~ customers_name(segmentation) ~ " "
            ~ problems | join('; it ') ~ ". Get it anew; where it is right, run `dbt build --vars '{accepted_changes: ["
            ~ segmentation.name ~ "]}'` once."
        ) }}
    {% endif %}
{% endmacro %}
