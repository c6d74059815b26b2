{# The linter knows no adapter and no dbt package: what these macros give is written out for it. #}
{% macro setting(name) %}1{% endmacro %}
{% macro days_between(first_date, second_date) %}datediff('day', {{ first_date }}, {{ second_date }}){% endmacro %}
{% macro months_between(first_date, second_date) %}datediff('month', {{ first_date }}, {{ second_date }}){% endmacro %}
{% macro days_before(date, days) %}{{ date }} - {{ days }}{% endmacro %}
{% macro months_after(date, months) %}{{ date }} + {{ months }}{% endmacro %}
{% macro month_end(date, months_before=0) %}last_day({{ date }}){% endmacro %}
{% macro has_no_history(segmentation) %}true{% endmacro %}
{% macro month_ends(relation, months) %}select * from {{ relation }}{% endmacro %}
{% macro contracted_columns() %}*{% endmacro %}
{% macro forgotten_customers() %}{% endmacro %}
{% macro without_forgotten_of_shop(shop, input, expressions) %}{% endmacro %}
{% macro without_forgotten_of_table(segmentation, relation) %}{% endmacro %}
{% macro masked_raw_row(raw_row) %}{{ raw_row }}{% endmacro %}
{% macro own_rows(columns, like=none, of=none) %}select * from own_table{% endmacro %}
{% macro json_row(columns) %}to_json({{ columns | join(', ') }}){% endmacro %}
{% macro raw_rows(input, may_lack=[]) %}select * from {{ input }}{% endmacro %}
{% macro input_rows(input, may_lack=[]) %}select * from {{ input }}{% endmacro %}
{% macro event_rows(input, happened_at) %}select * from {{ input }}{% endmacro %}
{% macro joined_text(measure, separator, order_by) %}string_agg({{ measure }}, {{ separator }}){% endmacro %}
{% macro count_of_none(input_name, shop) %}0{% endmacro %}
{% macro identified_rows(input, may_lack=[]) %}select * from {{ input }}{% endmacro %}
{% macro rejected_row() %}row_id, raw_row{% endmacro %}
{% macro row_key(columns) %}hash({{ columns | join(', ') }}){% endmacro %}
{% macro raw_row(columns) %}to_json({{ columns | join(', ') }}){% endmacro %}
{% macro raw_row_text(raw_row) %}{{ raw_row }}{% endmacro %}
{% macro segment_of(segmentation, method, customers=none) %}select * from {{ customers or segmentation }}{% endmacro %}
{% macro placed_everywhere(method) %}select * from {{ method }}{% endmacro %}
{% macro unnested(relation, column, keys) %}select {{ keys | join(', ') }}, nested.* from {{ relation }} as nested{% endmacro %}
{% macro table_that_grows() %}table{% endmacro %}
{% macro new_lines(query) %}{{ query }}{% endmacro %}
{% macro new_orders(query) %}{{ query }}{% endmacro %}
{% macro order_facts(order_lines) %}select * from {{ order_lines }}{% endmacro %}
{% macro with_parted_totals(order_lines) %}select * from {{ order_lines }}{% endmacro %}
{% macro in_currency_of_shop(amount) %}{{ amount }}{% endmacro %}
{% macro rate_of_currency(prefix='') %}1{% endmacro %}
{% macro is_placeholder(shop, customer_id) %}false{% endmacro %}
{% macro drops_duplicates(shop) %}true{% endmacro %}
{% macro takes_off(shop) %}true{% endmacro %}
{% macro shop_attributes() %}{% endmacro %}
{% macro today() %}cast('2025-12-31' as date){% endmacro %}
{% macro is_needed_in_the_past(model) %}true{% endmacro %}
{% macro models_of_past_features() %}{% endmacro %}
{% macro customer_feature_rows(days, models=none) %}select * from customer_features where {{ days }}{% endmacro %}
{% macro rejected_shop_rows() %}select * from rejected_shop_rows{% endmacro %}
{% macro attributes_object() %}features.region{% endmacro %}
{% macro check_attribute_names(model) %}{% endmacro %}
{% macro has_campaigns() %}true{% endmacro %}
{% macro check_audience_expressions() %}{% endmacro %}
{% macro earlier_groups() %}select * from earlier_groups{% endmacro %}
{% macro audience_candidates() %}select * from candidates{% endmacro %}
{% macro audience_rows() %}select * from audience_settings{% endmacro %}
{% macro campaign_rows() %}select * from campaign_settings{% endmacro %}
{% macro campaign_candidates() %}select * from campaign_customers{% endmacro %}
{% macro campaign_events() %}select * from campaign_happenings{% endmacro %}
{% macro given_rows() %}select * from given_lists{% endmacro %}
{% macro has_affinity() %}true{% endmacro %}
{% macro is_of_affinity(shop) %}{{ shop }} is not null{% endmacro %}
{% macro is_valued(shop) %}{{ shop }} is not null{% endmacro %}
{% macro valued_shops() %}{% endmacro %}
{% macro profit_of(shop) %}1{% endmacro %}
{% macro margin_of(shop) %}1{% endmacro %}
{% macro discounted_revenue(relation) %}{{ relation }}.revenue_30{% endmacro %}
{% macro has_batches() %}true{% endmacro %}
{% macro planned_batches() %}select * from planned_batches{% endmacro %}
{% macro replaced_lines() %}select * from replaced_lines{% endmacro %}
{% macro places_of_inputs() %}select * from places_of_inputs{% endmacro %}
{% macro text_literal(value) %}{{ "cast(null as string)" if value is none else "'" ~ value ~ "'" }}{% endmacro %}
{% macro is_shop_without(column, input, columns) %}false{% endmacro %}
{% macro changed_customers(others=none) %}{% endmacro %}
{% macro customers_between_days() %}{% endmacro %}
{% macro customers_without_hour() %}{% endmacro %}
{% macro reached(relation, query=none) %}{% endmacro %}
{% macro rows_to_add() %}{% endmacro %}
{% macro sha256(text) %}sha256({{ text }}){% endmacro %}
{% macro lot(text) %}random(){% endmacro %}
{% macro segmentation_input_columns() %}{{ return(['segmentation', 'customer_id', 'revenue']) }}{% endmacro %}
