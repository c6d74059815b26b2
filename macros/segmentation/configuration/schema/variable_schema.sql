{# Settings that are variables of the project. #}
{% macro variable_schema() %}
    {% set limited = limits() %}
    {% do return({
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
        'oldest_plausible_age': dict(limited.from_one, default=110, meaning=
            "a row with a higher age is rejected as \"impossible age\""),
        'most_features': dict(limited.from_one, default=100, meaning=
            "a segmentation with more features, those that describe it among them, is refused: all pairs are correlated,"
            " which fills the memory"),
        'behaviour_window_days': dict(limited.from_one, default=365, meaning="days that behaviour features look back"),
        'seasonal_share': dict(limited.part, default=0.9, meaning=
            "a customer is seasonal who ordered in at least two years and placed this share of the orders in the"
            " same three months"),
        'outcome_days': dict(limited.count, default=180, meaning=
            "`segment_outcomes` looks at what customers did in the last so many days, by the segments as they"
            " would have been before; at half as many days as the orders go back, where that is less; 0 leaves it"
            " out"),
        'fewest_outcome_days': dict(limited.from_one, default=30, meaning="days that `segment_outcomes` needs at least"),
        'backfill_months': dict(limited.count, default=12, meaning=
            "the first build of a shop also assigns its customers at the ends of so many months before, by the"
            " data up to those days; later builds continue the history"),
        'discount_rate': dict(limited.share, default=0.1, meaning=
            "by how much less revenue counts for each year that it lies ahead, in `customer_value`"),
        'months_of_migrations': dict(limited.count, default=24, meaning="months that `segment_migrations` goes back"),
        'alone_in_time_share': dict(limited.share, default=0.001, meaning=
            "share of the order lines up to which lines long after all others are taken for mistakes, where the"
            " as-of date is `latest`"),
        'rejected_share_that_warns': dict(limited.share, default=0.1, meaning=
            "share of rejected rows of an input above which the build warns"),
        'rejected_share_that_stops': dict(limited.share, default=0.5, meaning=
            "share of rejected rows of an input above which the build stops: all reasons together of an input of a"
            " shop, any one of a customer table"),
        'when_inputs_fail': dict(type='choice', values=['fail', 'warn'], default='fail', meaning=
            "what a build does where what a segmentation or a shop is made of cannot be used: `fail` stops before"
            " anything is published, `warn` goes on without it, and its last published tables stay, see"
            " [operations](operations.md#inputs-that-fail)"),
        'accepted_changes': dict(type='list', default=[], meaning=
            "segmentations that this build accepts though most customers of the last build are gone or a number is of"
            " another unit, see [operations](operations.md#inputs-that-fail)"),
        'when_batches_fail': dict(type='choice', values=['fail', 'warn'], default='fail', meaning=
            "what a build does where a file of several was set aside: `fail` stops before anything is published,"
            " `warn` goes on without the file, see [operations](operations.md#batches)"),
        'batch_decisions': dict(type='text', default=none, otherwise='none', meaning=
            "the file in which `segments batches` keeps what was decided of files"),
        'unreadable_share_that_stops': dict(limited.share, default=0.05, meaning=
            "share of customers with a value that cannot be read, in any one feature, above which the build"
            " stops; up to it the build warns, and the value counts as missing"),
        'fewest_customers': dict(limited.from_one, default=10, meaning="fewer customers are not segmented"),
        'customers_on_site': dict(type='flag', default=true, meaning=
            "whether the site may hold single customers: lists to download, a customer to be looked up, tables"
            " with a row for each"),
        'publish_part': dict(type='flag', default=false, meaning=
            "whether a build of a part is published though public tables that it does not make are older than what"
            " they are made of"),
        'smallest_group': dict(limited.from_one, default=5, meaning=
            "where the site may hold no single customers, groups of fewer are not on it either"),
        'strategies_per_segment': dict(limited.count, default=3, meaning=
            "strategies of the playbook that a segment gets at most"),
        'few_distinct_points': dict(limited.count, default=100, meaning=
            "`data_findings` warns of fewer different points than this"),
        'repeated_points_share': dict(limited.share, default=0.2, meaning=
            "`data_findings` reports different points up to this share of the customers"),
        'rejected_share_worth_telling': dict(limited.share, default=0.05, meaning=
            "`data_findings` reports an input from this share of rejected rows"),
        'mostly_missing_share': dict(limited.share, default=0.5, meaning=
            "`data_findings` reports a feature that is missing for this share of the customers"),
        'near_constant_share': dict(limited.share, default=0.95, meaning=
            "`data_findings` reports a feature with one value for this share of the customers"),
        'strong_correlation': dict(limited.share, default=0.7, meaning=
            "`data_findings` reports two features with this correlation, positive or negative, once transformed"),
        'near_duplicate_correlation': dict(limited.share, default=0.9, forms_model=true, column='drop_from', meaning=
            "two features with this correlation are near duplicates: `data_findings` warns of them, and"
            " `correlated: drop` drops one"),
        'heavy_tail_skewness': dict(limited.from_zero, default=2, meaning=
            "`data_findings` reports a feature that is not logged from this skewness"),
        'many_outliers_share': dict(limited.share, default=0.1, meaning=
            "`data_findings` reports a feature with this share of values outside Tukey's fences"),
        'seasonal_customers_share': dict(limited.share, default=0.1, meaning=
            "`data_findings` reports that predictions of value do not hold for seasonal customers from this share of"
            " them"),
        'early_signs_gain': dict(limited.share, default=0.05, meaning=
            "`data_findings` reports a cold start that gains less accuracy than this over naming the largest"
            " segment"),
        'fairness_ratio': dict(limited.part, default=0.8, meaning=
            "`fairness_audit` flags a level whose share of a segment, divided by that of all customers, is under"
            " this or over one divided by it (the four-fifths rule)"),
        'fairness_fewest': dict(limited.from_one, default=30, meaning=
            "customers that a level and the rest need each to be flagged"),
        'fairness_deviations': dict(limited.from_zero, default=2, meaning=
            "standard deviations from what chance would bring that a flag needs"),
        'stable_from': dict(limited.share, default=0.75, forms_model=true, meaning=
            "mean Jaccard overlap from which a segment is called stable, and a candidate where k is chosen"
            " (Hennig 2007)"),
        'doubtful_under': dict(limited.share, default=0.6, meaning=
            "mean Jaccard overlap under which a segment is called doubtful"),
        'faithful_from': dict(limited.share, default=0.9, meaning=
            "share of the customers whom the nearest centre assigns as the algorithm did, under which the build"
            " warns"),
        'winsorised_share': dict(limited.half, default=0.01, forms_model=true, meaning=
            "share at either end whose values `outliers: winsorise` moves to the quantile"),
        'far_out_fences': dict(limited.from_zero, default=3, forms_model=true, meaning=
            "interquartile ranges outside the quartiles of a transformed feature from which on `outliers:"
            " set_apart` excludes a customer (Tukey's \"far out\")"),
        'most_set_apart_share': dict(limited.half, default=0.025, forms_model=true, meaning=
            "share of the customers at either end of a feature that `outliers: set_apart` excludes at most"),
        'experiments': dict(type='list', default=[], meaning=
            "segmentations on which this build tries the settings of the published study (`make experiments`),"
            " which takes some minutes each"),
        'forgotten_customers': dict(type='list', or_file=true, default=[], meaning=
            "ids of customers whom no build lets in, whatever the inputs have; or the file in which `segments forget`"
            " keeps hashes of them, see [erasure](operations.md#when-a-customer-asks-to-be-forgotten)"),
        'train': dict(limited.trains, of_each='segmentations', default=none, otherwise='what each segmentation says', meaning=
            "stands in place of the segmentations' `train` for one build, as in `dbt build --vars '{train:"
            " always}'`, or of those that are named, as in `{train: {mall: always}}`"),
    }) %}
{% endmacro %}
