{# Whether the groups of a campaign were alike before it, in words. #}
{% macro balance_sentence() -%}
    case
        when figures.is_balanced is null then null
        when figures.size_p_value < 0.001
            then 'The sizes of the groups are not those that were asked for: do not believe the results before it is known why.'
        when not figures.is_balanced
            then concat('The groups were not alike before the start, in ', figures.imbalanced_in, ': do not believe the results.')
        when figures.imbalanced_in is null then 'Nothing is known of what the groups did before the start.'
        -- Under a quarter of a standard deviation groups are called alike in trials (Rubin 2001).
        when abs(figures.largest_imbalance) > 0.25
            then
                concat(
                    'The groups differ most in ', figures.imbalanced_in, ', by ',
                    {{ written_decimal('abs(figures.largest_imbalance)') }},
                    ' of the usual spread of customers: chance brings as much in groups as small as these.'
                )
        else
            concat(
                'The two groups were alike before the start (largest difference: ', figures.imbalanced_in, ', ',
                {{ written_decimal('abs(figures.largest_imbalance)') }}, ' of the usual spread of customers; up to 0.25 counts as alike).'
            )
    end
{%- endmacro %}
