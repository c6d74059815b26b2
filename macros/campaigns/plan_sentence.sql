{# What a campaign can find with its customers, in words. #}
{% macro plan_sentence() -%}
    case
        when groups.campaign is null then 'Nobody is in it: its audience is empty, or it was over before the first build.'
        when figures.smallest_effect is null or figures.usual_share = 0
            then 'None of its customers did it in as many days before, so that nothing can be said of what it can find.'
        else
            concat(
                {{ written_share('figures.usual_share') }}, ' of its customers did it in as many days before. With ',
                groups.treated, ' treated and ', groups.held_out, ' held out it finds an effect of ',
                printf('%.1f', 100 * figures.smallest_effect), ' points in four of five cases, which is a lift of ',
                {{ written_share('figures.smallest_lift') }},
                case
                    when figures.smallest_lift <= configured.worthwhile_lift then '.'
                    else
                        concat(
                            '. A lift of ', {{ written_share('configured.worthwhile_lift') }}, ' would take ',
                            figures.customers_needed, ' customers',
                            coalesce(concat(', or ', figures.days_needed, ' days with these'), ''), '.'
                        )
                end
            )
    end
{%- endmacro %}
