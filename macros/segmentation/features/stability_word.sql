{# How far to trust a segment that comes back in resamples as well as this (Hennig 2007). #}
{% macro stability_word(stability) -%}
    case
        when {{ stability }} >= {{ setting('stable_from') }} then 'stable'
        when {{ stability }} < {{ setting('doubtful_under') }} then 'doubtful'
        when {{ stability }} is not null then 'fair'
    end
{%- endmacro %}
