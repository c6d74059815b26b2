{# Settings of a segmentation, by group. #}
{% macro segmentation_schema() %}
    {% set algorithms = [
        'kmeans', 'mini_batch_kmeans', 'ward', 'birch', 'gaussian_mixture', 'dbscan', 'hdbscan', 'mean_shift',
        'fuzzy_c_means', 'k_prototypes', 'autoencoder', 'autoencoder_sized', 'bands',
    ] %}
    {% set limited = limits() %}
    {% do return({
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
            'k': dict(limited.from_two, words=['auto'], default='auto', forms_model=true, meaning=
                "number of segments; `auto` chooses it"),
            'k_min': dict(limited.from_two, default=2, forms_model=true, meaning="smallest number of segments tried"),
            'k_max': dict(limited.from_two, default=10, forms_model=true, meaning="largest number of segments tried"),
            'k_useful_min': dict(limited.from_two, default=4, forms_model=true, meaning=
                "fewest segments where there are no natural groups and `k` is auto, if so many hold"),
            'k_useful_max': dict(limited.from_two, default=8, forms_model=true, meaning=
                "most segments where there are no natural groups and `k` is auto"),
            'smallest_share': dict(limited.half, default=0.03, forms_model=true, meaning=
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
            'seed': dict(limited.count, default=20251231, forms_model=true, meaning="seed of everything random"),
            'train': dict(limited.trains, default='auto', meaning=
                "when a build trains ([operations](operations.md#when-a-build-trains)); else the stored model assigns"
                " the customers"),
            'retrain_from_drift': dict(limited.above_zero, default=0.25, meaning=
                "population stability index of a feature since the training from which on a build trains, under"
                " `train: auto`"),
            'retrain_after_days': dict(limited.from_one, default=180, meaning=
                "age of the model in days, by as-of dates, from which on a build trains, under `train: auto`"),
            'challenge_again_after_days': dict(limited.count, default=30, meaning=
                "days after a challenger that did not take over in which drift or age trains no other"),
            'allowed_churn': dict(limited.share, default=0.3, meaning=
                "share of the customers with a segment whom a challenger may assign to another one than the champion does on"
                " the same day"),
            'versions_kept': dict(limited.from_one, default=3, meaning=
                "models whose numbers stay stored: the champion and the latest others"),
            'placed_by': dict(type='choice', values=['network', 'nearest_centre'], default='network', meaning=
                "what assigns customers who are new or changed since the training"),
            'network': dict(type='choice', values=[
                'default', 'published',
            ], default='default', forms_model=true, meaning=
                "the network that is trained; `published` is that of the two-stage study"),
            'splits': dict(limited.from_one, words=['auto'], default='auto', forms_model=true, meaning=
                "splits on which the classifiers are measured; `auto` takes 10, 5 or 3 by the number of customers"),
            'most_points': dict(limited.from_one, default=5000, meaning="customers in `segment_points` at most"),
            'confident_from': dict(limited.part, default=0.6, meaning="probability under which the cold start abstains"),
            'mature_after_days': dict(limited.count, default=180, forms_model=true, meaning=
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
        'customers': dict(places().any, shop=dict(type='text', otherwise='none', meaning=
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
    }) %}
{% endmacro %}
