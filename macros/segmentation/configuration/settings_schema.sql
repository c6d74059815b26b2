{#
    Every setting that dbt_project.yml may have, by what it is a setting of: the only list of them. The checks, the
    table segmentation_settings, what a change of trains models anew, and docs/settings.md come from it.

    A setting has a `type`; limits (`from`, `above`, `to`, `under`), `values` to choose from or `words` that may stand
    in place of the type; `or_file` where the name of a file may stand in place of a list; a `default`, or in
    `otherwise` what holds without it; `forms_model` where another value makes another model, which a build then trains;
    `column`, its name in segmentation_settings where that is another one; and in `meaning` what it is, in one sentence.
    With `of_each` it may also be said of some of a group, by their names. `of_shop` stands in place of a default where
    customers are those of a shop, `mixed` where outliers are among those of segment 0; `finding_k` are the algorithms that find the number of segments
    themselves. The inputs of a shop are those of shop_inputs().
#}
{% macro settings_schema() %}
    {% set share = {'type': 'number', 'from': 0, 'to': 1} %}
    {% set part = {'type': 'number', 'above': 0, 'to': 1} %}
    {% set half = {'type': 'number', 'from': 0, 'under': 0.5} %}
    {% set count = {'type': 'whole', 'from': 0} %}
    {% set from_one = {'type': 'whole', 'from': 1} %}
    {% set from_two = {'type': 'whole', 'from': 2} %}
    {% set from_zero = {'type': 'number', 'from': 0} %}
    {% set above_zero = {'type': 'number', 'above': 0} %}
    {% set trains = {'type': 'choice', 'values': ['auto', 'always', 'never']} %}
    {% set algorithms = [
        'kmeans', 'mini_batch_kmeans', 'ward', 'birch', 'gaussian_mixture', 'dbscan', 'hdbscan', 'mean_shift',
        'fuzzy_c_means', 'k_prototypes', 'autoencoder', 'autoencoder_sized', 'bands',
    ] %}
    {% set place = {
        'file': dict(type='text', otherwise='none', meaning="a file, a folder or a pattern, from the project folder"),
        'model': dict(type='text', otherwise='none', meaning="a model or seed of the project"),
        'relation': dict(type='text', otherwise='none', meaning="a table or view of the warehouse"),
        'delimiter': dict(type='character', words=['whitespace'], otherwise='found when read', meaning=
            "what stands between the fields of a text file"),
        'header': dict(type='flag', otherwise='found when read', meaning=
            "whether the first line of a text file has the names of the columns, which are `column_1` and so on where"
            " not"),
        'skip': dict(count, otherwise='found when read', meaning="lines of a text file before the header"),
        'sheet': dict(type='text', otherwise='the one with the most rows', meaning="the sheet of a spreadsheet"),
        'decimal': dict(type='choice', values=['.', ','], otherwise='"."', meaning="decimal mark of numbers that are text"),
        'dates': dict(type='formats', otherwise='2025-12-31', meaning="how dates that are text are written"),
        'ids': dict(type='choice', values=['unified', 'as_written'], default='unified', meaning=
            "whether customer ids are the same where only the case of an e-mail address, blanks or the `.0` of a"
            " spreadsheet differ"),
    } %}
    {% set list_place = {
        'file': place.file, 'model': place.model, 'relation': place.relation, 'delimiter': place.delimiter,
        'header': place.header, 'skip': place.skip, 'sheet': place.sheet,
        'id': dict(type='sql', default='customer_id', meaning="SQL expression of the customer's id"),
    } %}
    {% do return({
        'variables': {
            'as_of_date': dict(type='day', words=[], otherwise='needed', meaning=
                "the day at whose end all figures stand, where a shop or a segmentation has none of its own; given"
                " by --vars it wins over theirs; rows dated later are rejected as \"future date\""),
            'sample': dict(type='flag', default=true, meaning=
                "whether builds have the sample: its seeds, and the shops and segmentations that are marked"
                " `is_sample`; a project that has this one as a package has no sample"),
            'schema_prefix': dict(type='text', otherwise='none', meaning=
                "what the names of all schemas begin with, such as `segments_` for `segments_marts`; for a project that"
                " has this one as a package and schemas of the same names"),
            'metrics': dict(type='flag', default=false, meaning=
                "whether the project has definitions of metrics for MetricFlow, and the view `marts.days`, which they"
                " need: customers, revenue, shares, migrations and value by segment"),
            'segmentations': dict(type='entries', otherwise='needed', meaning="the segmentations by name, see below"),
            'segmentation_defaults': dict(type='entries', otherwise='none', meaning=
                "settings for all segmentations that have no value of their own: the keys of a segmentation with a"
                " default"),
            'shops': dict(type='entries', otherwise='none', meaning="the order logs by name, see below"),
            'audiences': dict(type='entries', otherwise='none', meaning=
                "whom to address, by name, see below and [campaigns](campaigns.md)"),
            'campaigns': dict(type='entries', otherwise='none', meaning=
                "what is done with audiences, by name, and how it is measured, see below"),
            'cancelled_order_prefix': dict(type='text', default='C', words=[none], meaning=
                "what the ids of cancelled orders start with, whose lines are returns; with null, any line with a"
                " negative quantity or amount is one"),
            'first_plausible_date': dict(type='day', default='1990-01-01', meaning=
                "rows dated before this day are rejected as \"before the first plausible date\""),
            'oldest_plausible_age': dict(from_one, default=110, meaning=
                "a row with a higher age is rejected as \"impossible age\""),
            'behaviour_window_days': dict(from_one, default=365, meaning="days that behaviour features look back"),
            'seasonal_share': dict(part, default=0.9, meaning=
                "a customer is seasonal who ordered in at least two years and placed this share of the orders in the"
                " same three months"),
            'outcome_days': dict(count, default=180, meaning=
                "`segment_outcomes` looks at what customers did in the last so many days, by the segments as they"
                " would have been before; at half as many days as the orders go back, where that is less; 0 leaves it"
                " out"),
            'fewest_outcome_days': dict(from_one, default=30, meaning="days that `segment_outcomes` needs at least"),
            'backfill_months': dict(count, default=12, meaning=
                "the first build of a shop also assigns its customers at the ends of so many months before, by the"
                " data up to those days; later builds continue the history"),
            'discount_rate': dict(share, default=0.1, meaning=
                "by how much less revenue counts for each year that it lies ahead, in `customer_value`"),
            'months_of_migrations': dict(count, default=24, meaning="months that `segment_migrations` goes back"),
            'alone_in_time_share': dict(share, default=0.001, meaning=
                "share of the order lines up to which lines long after all others are taken for mistakes, where the"
                " as-of date is `latest`"),
            'rejected_share_that_warns': dict(share, default=0.1, meaning=
                "share of rejected rows of an input above which the build warns"),
            'rejected_share_that_stops': dict(share, default=0.5, meaning=
                "share of rejected rows of an input above which the build stops: all reasons together of an input of a"
                " shop, any one of a customer table"),
            'when_batches_fail': dict(type='choice', values=['fail', 'warn'], default='fail', meaning=
                "what a build does where a file of several was set aside: `fail` stops before anything is published,"
                " `warn` goes on without the file, see [operations](operations.md#batches)"),
            'batch_decisions': dict(type='text', default=none, otherwise='none', meaning=
                "the file in which `segments batches` keeps what was decided of files"),
            'unreadable_share_that_stops': dict(share, default=0.05, meaning=
                "share of customers with a value that cannot be read, in any one feature, above which the build"
                " stops; up to it the build warns, and the value counts as missing"),
            'fewest_customers': dict(from_one, default=10, meaning="fewer customers are not segmented"),
            'customers_on_site': dict(type='flag', default=true, meaning=
                "whether the site may hold single customers: lists to download, a customer to be looked up, tables"
                " with a row for each"),
            'publish_part': dict(type='flag', default=false, meaning=
                "whether a build of a part is published though public tables that it does not make are older than what"
                " they are made of"),
            'smallest_group': dict(from_one, default=5, meaning=
                "where the site may hold no single customers, groups of fewer are not on it either"),
            'strategies_per_segment': dict(count, default=3, meaning=
                "strategies of the playbook that a segment gets at most"),
            'few_distinct_points': dict(count, default=100, meaning=
                "`data_findings` warns of fewer different points than this"),
            'repeated_points_share': dict(share, default=0.2, meaning=
                "`data_findings` reports different points up to this share of the customers"),
            'rejected_share_worth_telling': dict(share, default=0.05, meaning=
                "`data_findings` reports an input from this share of rejected rows"),
            'mostly_missing_share': dict(share, default=0.5, meaning=
                "`data_findings` reports a feature that is missing for this share of the customers"),
            'near_constant_share': dict(share, default=0.95, meaning=
                "`data_findings` reports a feature with one value for this share of the customers"),
            'strong_correlation': dict(share, default=0.7, meaning=
                "`data_findings` reports two features with this correlation, positive or negative, once transformed"),
            'near_duplicate_correlation': dict(share, default=0.9, forms_model=true, column='drop_from', meaning=
                "two features with this correlation are near duplicates: `data_findings` warns of them, and"
                " `correlated: drop` drops one"),
            'heavy_tail_skewness': dict(from_zero, default=2, meaning=
                "`data_findings` reports a feature that is not logged from this skewness"),
            'many_outliers_share': dict(share, default=0.1, meaning=
                "`data_findings` reports a feature with this share of values outside Tukey's fences"),
            'seasonal_customers_share': dict(share, default=0.1, meaning=
                "`data_findings` reports that predictions of value do not hold for seasonal customers from this share of"
                " them"),
            'early_signs_gain': dict(share, default=0.05, meaning=
                "`data_findings` reports a cold start that gains less accuracy than this over naming the largest"
                " segment"),
            'fairness_ratio': dict(part, default=0.8, meaning=
                "`fairness_audit` flags a level whose share of a segment, divided by that of all customers, is under"
                " this or over one divided by it (the four-fifths rule)"),
            'fairness_fewest': dict(from_one, default=30, meaning=
                "customers that a level and the rest need each to be flagged"),
            'fairness_deviations': dict(from_zero, default=2, meaning=
                "standard deviations from what chance would bring that a flag needs"),
            'stable_from': dict(share, default=0.75, forms_model=true, meaning=
                "mean Jaccard overlap from which a segment is called stable, and a candidate where k is chosen"
                " (Hennig 2007)"),
            'doubtful_under': dict(share, default=0.6, meaning=
                "mean Jaccard overlap under which a segment is called doubtful"),
            'faithful_from': dict(share, default=0.9, meaning=
                "share of the customers whom the nearest centre assigns as the algorithm did, under which the build"
                " warns"),
            'winsorised_share': dict(half, default=0.01, forms_model=true, meaning=
                "share at either end whose values `outliers: winsorise` moves to the quantile"),
            'far_out_fences': dict(from_zero, default=3, forms_model=true, meaning=
                "interquartile ranges outside the quartiles of a transformed feature from which on `outliers:"
                " set_apart` excludes a customer (Tukey's \"far out\")"),
            'most_set_apart_share': dict(half, default=0.025, forms_model=true, meaning=
                "share of the customers at either end of a feature that `outliers: set_apart` excludes at most"),
            'experiments': dict(type='list', default=[], meaning=
                "segmentations on which this build tries the settings of the published study (`make experiments`),"
                " which takes some minutes each"),
            'forgotten_customers': dict(type='list', or_file=true, default=[], meaning=
                "ids of customers whom no build lets in, whatever the inputs have; or the file in which `segments forget`"
                " keeps hashes of them, see [erasure](operations.md#when-a-customer-asks-to-be-forgotten)"),
            'train': dict(trains, of_each='segmentations', default=none, otherwise='what each segmentation says', meaning=
                "stands in place of the segmentations' `train` for one build, as in `dbt build --vars '{train:"
                " always}'`, or of those that are named, as in `{train: {mall: always}}`"),
        },
        'segmentation': {
            'label': dict(type='text', otherwise='its name', meaning="the name for people"),
            'formerly': dict(type='text', otherwise='none', meaning=
                "the name it had before: what is stored under that one, its model, ids, names and history, goes on under"
                " this one, see [operations](operations.md#another-name)"),
            'customers': dict(type='entries', otherwise='needed', meaning="where one row per customer comes from, see below"),
            'as_of_date': dict(type='day', otherwise='the variable `as_of_date`', meaning=
                "the day at whose end ages and days stand; not for a shop, which has its own"),
            'id': dict(type='sql', otherwise='needed', of_shop='customer_id', meaning=
                "SQL expression of the customer's id, kept as text; `file_row_number` where no column of a"
                " file identifies a customer"),
            'revenue': dict(type='sql', otherwise='none', of_shop='monetary', meaning=
                "SQL expression of the money behind `revenue_share`"),
            'eligible': dict(type='sql', otherwise='all customers', of_shop='has_purchased', meaning=
                "true-or-false SQL expression; customers where it is not true are excluded, as segment 0"),
            'set_apart': dict(type='entries', otherwise='see below', meaning="how segment 0 is called"),
            'sensitive': dict(type='list', otherwise='none', meaning=
                "features or columns that may describe segments, and may neither form them nor be a reason for advice"),
            'features': dict(type='entries', otherwise='needed', meaning="what forms the segments, see below"),
            'describe': dict(type='entries', otherwise='none', meaning="what only describes them, with the same keys"),
            'algorithm': dict(type='choice', values=algorithms, finding_k=[
                'dbscan', 'hdbscan', 'mean_shift',
            ], default='kmeans', forms_model=true, meaning=
                "what forms the segments, see [methods](methods/segments.md#algorithms)"),
            'k': dict(from_two, words=['auto'], default='auto', forms_model=true, meaning=
                "number of segments; `auto` chooses it"),
            'k_min': dict(from_two, default=2, forms_model=true, meaning="smallest number of segments tried"),
            'k_max': dict(from_two, default=10, forms_model=true, meaning="largest number of segments tried"),
            'k_useful_min': dict(from_two, default=4, forms_model=true, meaning=
                "fewest segments where there are no natural groups and `k` is auto, if so many hold"),
            'k_useful_max': dict(from_two, default=8, forms_model=true, meaning=
                "most segments where there are no natural groups and `k` is auto"),
            'smallest_share': dict(half, default=0.03, forms_model=true, meaning=
                "share of the customers that each segment has at least where there are no natural groups and `k` is"
                " auto"),
            'sub_segments': dict(type='flag', default=false, meaning=
                "whether fewer than `k_useful_min` natural groups are divided further, see [sub-segments](segmentations.md#sub-segments)"),
            'outliers': dict(type='choice', values=[
                'keep', 'winsorise', 'set_apart',
            ], default='keep', forms_model=true, meaning=
                "what is done about outliers; `set_apart` excludes them, as segment 0"),
            'correlated': dict(type='choice', values=['keep', 'drop'], default='keep', forms_model=true, meaning=
                "what is done about one of two features that are near duplicates"),
            'seed': dict(count, default=20251231, forms_model=true, meaning="seed of everything random"),
            'train': dict(trains, default='auto', meaning=
                "when a build trains ([operations](operations.md#when-a-build-trains)); else the stored model assigns"
                " the customers"),
            'retrain_from_drift': dict(above_zero, default=0.25, meaning=
                "population stability index of a feature since the training from which on a build trains, under"
                " `train: auto`"),
            'retrain_after_days': dict(from_one, default=180, meaning=
                "age of the model in days, by as-of dates, from which on a build trains, under `train: auto`"),
            'challenge_again_after_days': dict(count, default=30, meaning=
                "days after a challenger that did not take over in which drift or age trains no other"),
            'allowed_churn': dict(share, default=0.3, meaning=
                "share of the customers with a segment whom a challenger may assign to another one than the champion does on"
                " the same day"),
            'versions_kept': dict(from_one, default=3, meaning=
                "models whose numbers stay stored: the champion and the latest others"),
            'placed_by': dict(type='choice', values=['network', 'nearest_centre'], default='network', meaning=
                "what assigns customers who are new or changed since the training"),
            'network': dict(type='choice', values=[
                'default', 'published',
            ], default='default', forms_model=true, meaning=
                "the network that is trained; `published` is that of the two-stage study"),
            'splits': dict(from_one, words=['auto'], default='auto', forms_model=true, meaning=
                "splits on which the classifiers are measured; `auto` takes 10, 5 or 3 by the number of customers"),
            'most_points': dict(from_one, default=5000, meaning="customers in `segment_points` at most"),
            'confident_from': dict(part, default=0.6, meaning="probability under which the cold start abstains"),
            'mature_after_days': dict(count, default=180, forms_model=true, meaning=
                "days since the first order after which the cold start learns from a customer of a shop, and since"
                " sign-up before which a customer without an order counts as new"),
            'compare_algorithms': dict(type='list', values=algorithms, default=[
                'kmeans', 'mini_batch_kmeans', 'ward', 'birch', 'gaussian_mixture', 'dbscan', 'hdbscan', 'mean_shift',
                'fuzzy_c_means', 'k_prototypes', 'autoencoder_sized',
            ], forms_model=true, column='compared_algorithms', meaning=
                "algorithms that `algorithm_comparison` compares with the chosen one; `[]` for none; the published"
                " `autoencoder` takes some 3 seconds per 1,000 customers"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'set_apart': {
            'name': dict(type='text', default='Not assigned', of_shop='Silent customers', mixed='Set apart', meaning=
                "the name of segment 0"),
            'reason': dict(type='text', default='not eligible', of_shop='no purchase so far', meaning=
                "why a customer is not eligible"),
            'role': dict(type='text', default='unknown', of_shop='silent', mixed='unknown', meaning=
                "the role by which the playbook knows segment 0"),
        },
        'customers': dict(place, shop=dict(type='text', otherwise='none', meaning=
            "the customers of an order log, by its name under `shops`")),
        'feature': {
            'column': dict(type='sql', otherwise="the feature's name", forms_model=true, meaning=
                "SQL expression that gives it, where its name is not the column's"),
            'type': dict(type='choice', values=[
                'number', 'age', 'birth_year', 'birth_date', 'date', 'flag', 'category',
            ], otherwise='number; category with `transform: onehot`', forms_model=true, meaning=
                "how the column is read, see [segmentations](segmentations.md#features)"),
            'transform': dict(type='choice', values=[
                'none', 'standard', 'robust', 'clipped', 'log', 'onehot',
            ], otherwise='standard; none under `describe`', forms_model=true, meaning=
                "`log` for heavy tails, `clipped` for those on both sides of 0, `onehot` for categories"),
            'missing': dict(type='choice', values=[
                'median', 'mean', 'zero',
            ], default='median', forms_model=true, meaning=
                "what stands in for a missing number"),
            'levels': dict(type='list', fewest=1, otherwise='all levels', forms_model=true, meaning=
                "the levels of a category that are kept; all others are the level `(other)`"),
            'label': dict(type='text', otherwise='its name', meaning="the name for people"),
            'unit': dict(type='text', otherwise='years, days or share by the type, else none', meaning=
                "the unit for people; `share` writes 0.12 as 12%, `money` writes a plain amount"),
            'role': dict(type='text', otherwise='none', meaning=
                "the word by which the playbook and the names of segments know it"),
            'basis': dict(type='choice', values=[
                'geographic', 'demographic', 'behavioural', 'psychological',
            ], otherwise='by its role or name in `seeds/reference/feature_bases.csv`, else behavioural', meaning=
                "what it says of a customer"),
            'at_signup': dict(type='flag', default=false, meaning=
                "whether it is known of a new customer, at sign-up or by the first order, see [new"
                " customers](segmentations.md#new-customers)"),
        },
        'shop': {
            'as_of_date': dict(type='day', words=['latest'], otherwise='the variable `as_of_date`', meaning=
                "the day at whose end all figures stand; `latest` is the last day with an order that is not to come"
                " and does not stand alone in time"),
            'cancelled_order_prefix': dict(type='text', words=[none], otherwise='the variable of that name', meaning=
                "what the ids of cancelled orders start with; null where any negative line is a return"),
            'value': dict(type='flag', default=true, meaning=
                "whether it is predicted what its customers will order and spend (`customer_value`)"),
            'affinity': dict(type='flag', default=false, meaning=
                "whether it is counted what is bought together, what comes next and who comes back by month"
                " (`product_affinity`, `next_product`, `cohorts`)"),
            'margin': dict(part, default=1, meaning=
                "share of the revenue that is left of it: what customers are worth is this share of what they spend"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
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
            'suppressed': dict(type='entries', otherwise='nobody', meaning=
                "where a list of customers who are left out comes from, see below"),
            'not_contacted_days': dict(from_one, otherwise='no limit', meaning=
                "customers of a shop are left out whom its `campaign_contacts` reached in the last so many days"),
            'most': dict(from_one, otherwise='no limit', meaning="customers at most, the first by `order_by`"),
            'order_by': dict(type='sql', default='expected_value desc', meaning=
                "SQL order of preference"),
            'expected_value': dict(type='sql', otherwise='`value_next_year` where it is predicted, else the revenue', meaning=
                "SQL expression of what a customer is expected to be worth"),
            'size_change_that_warns': dict(above_zero, default=0.5, meaning=
                "share by which the size changes between two builds above which the build warns"),
            'contacts': dict(type='entries', otherwise='none', meaning=
                "where addresses come from, see below; they are read by `segments audience` alone and never stored"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'suppressed': list_place,
        'contacts': dict(list_place, **{
            'email': dict(type='sql', otherwise='none', meaning="SQL expression of the e-mail address"),
            'phone': dict(type='sql', otherwise='none', meaning="of the phone number, with the country's code"),
            'first_name': dict(type='sql', otherwise='none', meaning="of the first name"),
            'last_name': dict(type='sql', otherwise='none', meaning="of the last name"),
            'country': dict(type='sql', otherwise='none', meaning="of the country's code of two letters"),
            'postcode': dict(type='sql', otherwise='none', meaning="of the postal code"),
        }),
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
            'follow_up_days': dict(count, default=14, meaning="days after it in which orders count too"),
            'holdout': dict(type='number', above=0, under=1, default=0.2, meaning=
                "share of the customers who are held out, by lot; not with `members`"),
            'late_members': dict(type='choice', values=['leave_out', 'assign'], default='leave_out', meaning=
                "what becomes of customers who come into the audience after the start"),
            'outcome': dict(type='entries', otherwise="the shop's orders", meaning="what counts, see below"),
            'decides_by': dict(type='choice', values=['conversion', 'revenue'], default='conversion', meaning=
                "the measure by which the campaign is judged: whether customers did it, or how much they spent"),
            'worthwhile_lift': dict(part, default=0.1, meaning=
                "the smallest effect worth having, as a share of what customers do who are held out"),
            'cost': dict(from_zero, default=0, meaning="what it costs for each treated customer"),
            'fixed_cost': dict(from_zero, default=0, meaning="what it costs in addition"),
            'salt': dict(type='text', otherwise='its name', meaning=
                "a text that the lot depends on: another one gives other groups, before the start"),
            'is_sample': dict(type='flag', otherwise='false', meaning=
                "whether it belongs to the sample, and is left out where the variable `sample` is false"),
        },
        'members': dict(list_place, treated=dict(type='sql', otherwise='needed', meaning=
            "true-or-false SQL expression: true of treated customers, false of those held out")),
        'outcome': dict(list_place, **{
            'on': dict(type='sql', otherwise='needed', meaning="SQL expression of the day"),
            'revenue': dict(type='sql', otherwise='none', meaning="SQL expression of the amount"),
        }),
        'input': dict(place, **{
            'columns': dict(type='entries', otherwise='the columns of the names expected', meaning=
                "for each name expected the SQL expression that gives it"),
            'loaded_at': dict(type='sql', otherwise='none', meaning=
                "of order lines: when a row was loaded; each day of loading is a batch then, see"
                " [operations](operations.md#batches)"),
            'duplicates': dict(type='choice', values=['drop', 'keep'], default='drop', meaning=
                "of order lines: whether lines that are equal in all that is read are copies of one, or pieces"),
            'nobody': dict(type='list', otherwise='none', meaning=
                "of order lines: customer ids that stand for nobody in particular, next to those of the seed"
                " `placeholder_customer_ids`"),
            'statuses': dict(type='entries', otherwise='the seed `order_statuses`', meaning=
                "of order lines: what a status of the shop's own means: `completed`, `not completed`, `cancelled` or"
                " `refunded`"),
            'rates': dict(type='entries', otherwise='none', meaning=
                "of order lines: what one unit of each currency is worth in the one to report in, such as"
                " `{EUR: 1, USD: 0.92}`"),
            'negative_prices': dict(type='choice', values=['reject', 'discount'], default='reject', meaning=
                "of order lines: what a line with a negative price and a positive quantity is, unless its name says"
                " that it is a coupon or a discount"),
            'attributes': dict(type='entries', otherwise='none', meaning=
                "of order lines: what they say of the customer, by name, see below; with a column alone its latest"
                " value counts"),
        }),
        'attribute': {
            'column': dict(type='sql', otherwise='needed', meaning="SQL expression of a line that gives it"),
            'as': dict(type='choice', values=['latest', 'sum', 'mean'], default='latest', meaning=
                "how the values of the lines become one of the customer"),
        },
    }) %}
{% endmacro %}
