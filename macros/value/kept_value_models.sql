{#
    The shops whose models of value stay as they are stored: this build trains nothing for the shop, and the models are not
    older than a model may be, and were tested on as long a time as there is to be had. Young shops are fitted by every build.
#}
{% macro kept_value_models(shops, days, plan) %}
    {% set stored = adapter.get_relation(target.database, generate_schema_name('ml'), 'value_models') if asks_database() %}
    {% if not stored or 'tested_on' not in adapter.get_columns_in_relation(stored) | map(attribute='name') %}
        {{ return([]) }}
    {% endif %}
    {% set age = days_between('stored.as_of_date', 'shops.as_of_date') %}
    {% set kept = run_query(
        'select distinct stored.shop from ' ~ stored ~ ' as stored inner join ' ~ shops
        ~ ' as shops on stored.shop = shops.shop inner join ' ~ days
        ~ ' as days on shops.shop = days.shop and days.is_cut_off inner join ' ~ plan
        ~ ' as plan on shops.segmentation = plan.segmentation where not plan.trains and ' ~ age ~ ' >= 0 and (' ~ age
        ~ " < plan.retrain_after_days or plan.train = 'never') and stored.outcome_days = "
        ~ days_between('days.as_of_date', 'shops.as_of_date') ~ ' order by stored.shop'
    ) %}
    {{ return(kept.columns[0].values() | list) }}
{% endmacro %}
