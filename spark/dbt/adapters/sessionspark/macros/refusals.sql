{# What the configuration may ask for and only DuckDB can do, each in one sentence: see docs/spark.md. #}
{% macro sessionspark__refuse_unsupported() %}
    {% if has_batches() %}
        {{ exceptions.raise_compiler_error(
            "vars > shops in dbt_project.yml has order lines in a folder, a pattern or by `loaded_at`, and batches are not"
            ~ " supported on Spark: name one Parquet file, or by `relation:` a table in which a later file has taken the"
            ~ " place of an earlier one."
        ) }}
    {% elif setting('forgotten_customers') is string %}
        {{ exceptions.raise_compiler_error(
            "`forgotten_customers` in dbt_project.yml names a file, which `segments forget` writes for DuckDB: give Spark"
            ~ " the ids themselves as a list, and take these customers out of its tables by `delete` where it has them."
        ) }}
    {% endif %}
    {% for segmentation in configured_segmentations() if segmentation.formerly %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml was `formerly` called otherwise, and renaming is"
            ~ " not supported on Spark: keep the old name."
        ) }}
    {% endfor %}
{% endmacro %}
