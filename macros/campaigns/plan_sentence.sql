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
                        then concat({{ written_share('figures.usual_share') }}, ' of its customers ordered in as many days right before.')
                    when 'year before'
                        then
                            concat(
                                'At their pace of the year before, ', {{ written_share('figures.usual_share') }},
                                ' of its customers would order; right before nobody did.'
                            )
                    else concat({{ written_share('figures.usual_share') }}, ' of those held out ordered.')
                end,
                ' With ', {{ written_count('groups.treated') }}, ' who get it and ', {{ written_count('groups.held_out') }},
                ' who do not, to compare, it can show an effect (four times in five) if at least ',
                {{ written_share('(figures.usual_share + figures.smallest_effect)') }}, ' order: ',
                printf('%.1f', {{ rounded('100 * figures.smallest_effect', 1) }}), ' points or ', {{ written_share('figures.smallest_lift') }}, ' more',
                case
                    when figures.smallest_lift <= configured.worthwhile_lift then '.'
                    else
                        concat(
                            '. To show ', {{ written_share('configured.worthwhile_lift') }}, ' more, that is ',
                            {{ written_share('(figures.usual_share * (1 + configured.worthwhile_lift))') }},
                            ' who order, such a campaign needs ', {{ written_count('figures.customers_needed') }}, ' customers in all',
                            case when figures.days_needed is not null then concat(', or ', figures.days_needed, ' days with these') else '' end,
                            '.'
                        )
                end
            )
    end
{%- endmacro %}
