{# Refuses an algorithm, or a preparation of its features, that there is not; names those there are. #}
{% macro check_algorithm(settings) %}
    {% set where = "Segmentation '" ~ settings.name ~ "' in dbt_project.yml " %}
    {% set compared = settings.compare_algorithms %}
    {% if settings.algorithm not in algorithm_names() %}
        {{ exceptions.raise_compiler_error(
            where ~ "asks for algorithm '" ~ settings.algorithm ~ "': choose " ~ algorithm_names() | join(', ') ~ "."
        ) }}
    {% elif settings.algorithm in algorithm_names(finds_k=true) and settings.k != 'auto' %}
        {{ exceptions.raise_compiler_error(
            where ~ "has k " ~ settings.k ~ " beside algorithm " ~ settings.algorithm
            ~ ", which finds the number of segments itself: take out `k:`, or choose another algorithm."
        ) }}
    {% elif compared is string or compared is mapping or compared is not iterable %}
        {{ exceptions.raise_compiler_error(
            where ~ "has compare_algorithms '" ~ compared ~ "': write them as a list, such as [ward, dbscan], or []."
        ) }}
    {% elif compared | reject('in', algorithm_names()) | list %}
        {{ exceptions.raise_compiler_error(
            where ~ "compares algorithm '" ~ compared | reject('in', algorithm_names()) | first ~ "': choose from "
            ~ algorithm_names() | join(', ') ~ "."
        ) }}
    {% elif settings.bands is not integer or settings.bands < 2 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has bands '" ~ settings.bands ~ "': write a whole number from 2 up."
        ) }}
    {% elif settings.most_points is not integer or settings.most_points < 1 %}
        {{ exceptions.raise_compiler_error(
            where ~ "has most_points '" ~ settings.most_points ~ "': write a whole number from 1 up."
        ) }}
    {% elif settings.outliers not in ['keep', 'winsorise', 'set_apart'] %}
        {{ exceptions.raise_compiler_error(
            where ~ "has outliers '" ~ settings.outliers ~ "': choose keep, winsorise or set_apart."
        ) }}
    {% elif settings.correlated not in ['keep', 'drop'] %}
        {{ exceptions.raise_compiler_error(
            where ~ "has correlated '" ~ settings.correlated ~ "': choose keep or drop."
        ) }}
    {% endif %}
{% endmacro %}
