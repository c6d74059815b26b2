{# What is wrong with the unreadable values of a feature, where the first of them is, and what to do. #}
{% macro unreadable_sentence(segmentation, value, source, number, total) %}
    {% set example = unreadable_example(segmentation, value, source) %}
    {% set whose = " for " ~ counted(number, total) ~ " customers of " ~ customers_name(segmentation) ~ " "
        ~ example.text ~ ": " %}
    {% if example.is_damaged %}
        {{ return(
            " is damaged by a locale (8.188.888.889 for 81.88888889)" ~ whose ~ "take it out, or export the file anew."
        ) }}
    {% elif value.type in ['date', 'birth_date'] %}
        {{ return(
            " is no date" ~ whose ~ "name the format under `customers:` as in `dates: \"%d-%m-%Y\"`, or take it out."
        ) }}
    {% elif value.type == 'flag' %}
        {{ return(
            " is neither true nor false" ~ whose
            ~ "give `column:` an expression that is, or make it a category by `transform: onehot`."
        ) }}
    {% endif %}
    {{ return(
        " is no number" ~ whose ~ "name the `decimal:` mark under `customers:`, give `column:` an expression that makes"
        ~ " it one, or make it a category by `transform: onehot`."
    ) }}
{% endmacro %}
