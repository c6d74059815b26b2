{#
    The best and second best segment of each row of a query, by its columns score1, score2, ...: those with the least or
    the greatest score. `ties` says when a score counts as the best one; of several that do the lower number is taken.
#}
{% macro two_best(scored, count, function, ties) -%}
    {%- set scores, first, others, second = [], [], [], [] -%}
    {%- for number in range(1, count + 1) -%}
        {%- do scores.append('score' ~ number) -%}
        {%- do first.append(ties.format(score='score' ~ number, best='best_score')) -%}
        {%- do others.append('case when segment_id <> ' ~ number ~ ' then score' ~ number ~ ' end') -%}
        {%- do second.append(
            'segment_id <> ' ~ number ~ ' and ' ~ ties.format(score='score' ~ number, best='second_score')
        ) -%}
    {%- endfor -%}
select
    *,
    {{ first_of(second) }} as second_segment_id
from (
    select
        *,
        {{ outermost(function, others) }} as second_score
    from (
        select
            *,
            {{ first_of(first) }} as segment_id
        from (
            select
                *,
                {{ outermost(function, scores) }} as best_score
            from (
                {{ scored | indent(16) }}
            ) as scored
        ) as with_best
    ) as with_first
) as with_second
{%- endmacro %}
