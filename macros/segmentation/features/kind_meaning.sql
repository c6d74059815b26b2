{#- What a kind of segmentation means, as a sentence for people. -#}
{% macro kind_meaning(kind) %}
    case {{ kind }}
        when 'natural'
            then concat(
                'Customers fall into groups with few in between, and the segments follow them: address each group in its ',
                'own way.'
            )
        when 'reproducible'
            then concat(
                'Customers pass gradually from one segment into the next, but made again from a random choice of them the ',
                'segments come out the same: those near a border fit both.'
            )
        when 'constructive'
            then concat(
                'Customers are one crowd without groups: the segments divide it into parts of similar customers, and ',
                'other borders would serve as well.'
            )
    end
{%- endmacro %}
