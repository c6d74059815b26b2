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
                                ' of these customers would order, as in the year before.'
                            )
                    else concat({{ written_share('figures.usual_share') }}, ' of those held out ordered.')
                end,
                ' At least ', {{ written_share('(figures.usual_share + figures.smallest_effect)') }}, ' of the ',
                {{ written_count('groups.treated') }}, ' who get it must order, ',
                case
                    when figures.smallest_lift >= 1
                        then concat(printf('%.1f', {{ rounded('1 + figures.smallest_lift', 1) }}), ' times as many')
                    else concat({{ written_share('figures.smallest_lift') }}, ' more')
                end,
                ': less can hardly be told from chance.',
                case
                    when figures.smallest_lift <= configured.worthwhile_lift then ''
                    else
                        concat(
                            ' To see a gain of ', {{ written_share('configured.worthwhile_lift') }}, ' (',
                            {{ written_share('(figures.usual_share * (1 + configured.worthwhile_lift))') }}, ' instead of ',
                            {{ written_share('figures.usual_share') }}, ') takes ',
                            {{ written_count('figures.customers_needed') }}, ' customers',
                            case when figures.days_needed is not null then concat(', or in ', figures.days_needed, ' days with these') else '' end,
                            '.'
                        )
                end
            )
    end
{%- endmacro %}
