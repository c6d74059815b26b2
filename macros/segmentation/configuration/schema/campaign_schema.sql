{# Settings of a campaign, by group. #}
{% macro campaign_schema() %}
    {% set limited = limits() %}
    {% do return({
        'campaign': {
            'label': dict(type='text', otherwise='its name', meaning="the name for people"),
            'audience': dict(type='text', otherwise='needed, or `members`', meaning="the audience, by its name"),
            'members': dict(type='entries', otherwise='needed, or `audience`', meaning=
                "where customers and groups come from that were made elsewhere, see below"),
            'segmentation': dict(type='text', otherwise='that of the audience', meaning=
                "with `members`: the segmentation whose customers they are"),
            'strategy': dict(type='text', otherwise='none', meaning=
                "what is done, by its name in `seeds/reference/playbook.csv`; its record stands next to it"),
            'start': dict(type='day', otherwise='needed', meaning="the first day"),
            'end': dict(type='day', otherwise='needed', meaning="the last day on which customers are addressed"),
            'follow_up_days': dict(limited.count, default=14, meaning="days after it in which orders count too"),
            'holdout': dict(type='number', above=0, under=1, default=0.2, meaning=
                "share of the customers who are held out, by lot; not with `members`"),
            'late_members': dict(type='choice', values=['leave_out', 'assign'], default='leave_out', meaning=
                "what becomes of customers who come into the audience after the start"),
            'outcome': dict(type='entries', otherwise="the shop's orders", meaning="what counts, see below"),
            'decides_by': dict(type='choice', values=['conversion', 'revenue'], default='conversion', meaning=
                "the measure by which the campaign is judged: whether customers did it, or how much they spent"),
            'worthwhile_lift': dict(limited.part, default=0.1, meaning=
                "the smallest effect worth having, as a share of what customers do who are held out"),
            'cost': dict(limited.from_zero, default=0, meaning="what it costs for each treated customer"),
            'fixed_cost': dict(limited.from_zero, default=0, meaning="what it costs in addition"),
            'salt': dict(type='text', otherwise='its name', meaning=
                "a text that the lot depends on: another one gives other groups, before the start"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'members': dict(places().list, treated=dict(type='sql', otherwise='needed', meaning=
            "true-or-false SQL expression: true of treated customers, false of those held out")),
        'outcome': dict(places().list, **{
            'on': dict(type='sql', otherwise='needed', meaning="SQL expression of the day"),
            'revenue': dict(type='sql', otherwise='none', meaning="SQL expression of the amount"),
        }),
    }) %}
{% endmacro %}
