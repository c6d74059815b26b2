{# What a campaign can find with its customers, in words. #}
{% macro plan_sentence() -%}
    case
        when groups.campaign is null then 'Nobody is in it: its audience is empty, or it was over before the first build.'
        when figures.smallest_effect is null
            then 'None of its customers ordered in the year before: nothing can be said of what it can find.'
        else
            concat(
                case figures.usual_share_from
                    when 'right before'
                        then concat({{ written_share('figures.usual_share') }}, ' of these customers ordered in as many days right before.')
                    when 'year before'
                        then
                            concat(
                                'Without it about ', {{ written_share('figures.usual_share') }},
                                ' of these customers would order, as in the year before (right before nobody did).'
                            )
                    else concat({{ written_share('figures.usual_share') }}, ' of those held out ordered.')
                end,
                ' With ', {{ written_count('groups.treated') }}, ' who get it and ', {{ written_count('groups.held_out') }},
                ' who do not, to compare, an effect shows once ',
                {{ written_share('(figures.usual_share + figures.smallest_effect)') }}, ' of those who get it order, ',
                case
                    when figures.smallest_lift >= 1
                        then concat(printf('%.1f', {{ rounded('1 + figures.smallest_lift', 1) }}), ' times as many')
                    else concat({{ written_share('figures.smallest_lift') }}, ' more')
                end,
                ' (found four times in five).',
                case
                    when figures.smallest_lift <= configured.worthwhile_lift then ''
                    else
                        concat(
                            ' To see ', {{ written_share('configured.worthwhile_lift') }}, ' more (',
                            {{ written_share('(figures.usual_share * (1 + configured.worthwhile_lift))') }}, ' instead of ',
                            {{ written_share('figures.usual_share') }}, '), such a campaign needs ',
                            {{ written_count('figures.customers_needed') }}, ' customers in all',
                            case when figures.days_needed is not null then concat(', or ', figures.days_needed, ' days with these') else '' end,
                            '.'
                        )
                end
            )
    end
{%- endmacro %}
