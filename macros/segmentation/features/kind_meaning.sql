{#- What a kind of segmentation means, as a sentence for people. -#}
{% macro kind_meaning(kind) %}
    case {{ kind }}
        when 'natural' then 'Customers form groups with gaps between them: the segments follow these.'
        when 'reproducible'
            then concat(
                'There are no gaps between groups of customers, but made again from a random choice of them the segments ',
                'come out the same.'
            )
        when 'constructive'
            then concat(
                'Customers are one crowd without groups: the segments divide it into parts of similar customers, and ',
                'other borders would serve as well.'
            )
    end
{%- endmacro %}
