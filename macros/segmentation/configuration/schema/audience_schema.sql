{# Settings of an audience, by group. #}
{% macro audience_schema() %}
    {% set limited = limits() %}
    {% do return({
        'audience': {
            'label': dict(type='text', otherwise='its name', meaning="the name for people"),
            'segmentation': dict(type='text', otherwise='needed', meaning="the segmentation whose customers they are"),
            'where': dict(type='sql', otherwise='all customers', meaning=
                "true-or-false SQL expression of who belongs to it, see [campaigns](campaigns.md#audiences) for the columns"),
            'conditions': dict(type='entries', otherwise='none', meaning=
                "the same without SQL: for each column a value, a list of values, or `{at_least: 1, at_most: 5}`; all of"
                " them have to hold"),
            'consent': dict(type='sql', otherwise='everybody', meaning=
                "true-or-false SQL expression; customers where it is not true are left out"),
            'consented': dict(type='entries', otherwise='everybody', meaning=
                "where a list of customers who may be addressed comes from, see below; the others are left out"),
            'suppressed': dict(type='entries', otherwise='nobody', meaning=
                "where a list of customers who are left out comes from, see below"),
            'not_contacted_days': dict(limited.from_one, otherwise='no limit', meaning=
                "customers are left out who were contacted in the last so many days: whom the `campaign_contacts` of the shop reached,"
                " and whom a campaign treats, from its first day to its last"),
            'most': dict(limited.from_one, otherwise='no limit', meaning="customers at most, the first by `order_by`"),
            'order_by': dict(type='sql', default='expected_value desc', meaning=
                "SQL order of preference"),
            'expected_value': dict(type='sql', otherwise='`value_next_year` where it is predicted, else the revenue', meaning=
                "SQL expression of what a customer is expected to be worth"),
            'size_change_that_warns': dict(limited.above_zero, default=0.5, meaning=
                "share by which the size changes between two builds above which the build warns"),
            'contacts': dict(type='entries', otherwise='none', meaning=
                "where addresses come from, see below; they are read by `segments audience` alone and never stored"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'consented': dict(places().list, given=dict(type='sql', otherwise='true of all of them', meaning=
            "true-or-false SQL expression of who has given consent; who is on the list twice has to have given it twice")),
        'suppressed': places().list,
        'contacts': dict(places().list, **{
            'email': dict(type='sql', otherwise='none', meaning="SQL expression of the e-mail address"),
            'phone': dict(type='sql', otherwise='none', meaning="of the phone number, with the country's code"),
            'first_name': dict(type='sql', otherwise='none', meaning="of the first name"),
            'last_name': dict(type='sql', otherwise='none', meaning="of the last name"),
            'country': dict(type='sql', otherwise='none', meaning="of the country's code of two letters"),
            'postcode': dict(type='sql', otherwise='none', meaning="of the postal code"),
        }),
    }) %}
{% endmacro %}
