{#
    The configured segmentations as a list of dictionaries with every default filled in. While dbt reads the project,
    a mistake in the configuration stops here, before any model runs; when models run, it has been read, and nothing is
    checked again. Where `sub_segments` are asked for, they are a segmentation of their own `within` the other one, of the
    same customers and features.
#}
{% macro configured_segmentations() %}
    {% do setting('sample') if not execute %}
    {% set schema = segmentation_schema() %}
    {% set entries = configured_entries('segmentations') %}
    {% set own_defaults = var('segmentation_defaults', {}) or {} %}
    {% set with_default, defaults = {}, {} %}
    {% for key, rule in schema.segmentation.items() if 'default' in rule %}
        {% do with_default.update({key: rule}) %}
        {% do defaults.update({key: rule.default}) %}
    {% endfor %}
    {% if not execute %}
        {% do check_entry(own_defaults, with_default, '`segmentation_defaults`') %}
    {% endif %}
    {% set train, as_of_date = setting('train'), setting('as_of_date') %}
    {% set named = {'experiments': setting('experiments'), 'accepted_changes': setting('accepted_changes'), 'train': train if train is mapping else []} %}
    {% for key, names in named.items() %}
        {% for name in names if name not in entries and not execute %}
            {{ exceptions.raise_compiler_error(
                "`vars` in dbt_project.yml or --vars lists '" ~ name ~ "' under " ~ key ~ ", which is no segmentation:"
                ~ " choose " ~ entries | join(', ') ~ "."
            ) }}
        {% endfor %}
    {% endfor %}
    {% do check_formerly(entries) if not execute %}
    {% do defaults.update(own_defaults) %}
    {% set result = [] %}
    {% for name, entry in entries.items() %}
        {% set what = "Segmentation '" ~ name ~ "'" %}
        {% do check_segmentation_entry(name, entry, schema, what) if not execute %}
        {% set settings, set_apart = dict(defaults), {} %}
        {% for key, rule in schema.segmentation.items() if entry.customers.shop and 'of_shop' in rule %}
            {% do settings.update({key: rule.of_shop}) %}
        {% endfor %}
        {% do settings.update(entry) %}
        {#- Outliers are not what a shop's silent customers are. -#}
        {% set mixes = settings.outliers == 'set_apart' %}
        {% for key, rule in schema.set_apart.items() %}
            {% do set_apart.update({key: rule.get('of_shop' if entry.customers.shop else 'default')}) %}
            {% do set_apart.update({key: rule.mixed}) if mixes and 'mixed' in rule %}
        {% endfor %}
        {% do set_apart.update(entry.get('set_apart') or {}) %}
        {% do settings.update({
            'name': name,
            'label': entry.get('label') or name,
            'train': (train.get(name) if train is mapping else train) or settings.train,
            'shop': entry.customers.shop,
            'as_of_date': (asked_as_of_date('segmentations') or entry.get('as_of_date') or as_of_date) | string,
            'set_apart': set_apart,
            'within': none,
            'features': configured_features(entry, schema, what),
        }) %}
        {% do check_segmentation(settings, schema, what) if not execute %}
        {% do result.append(settings) %}
        {% if settings.sub_segments %}
            {% do result.append(sub_segmentation(settings, entries)) %}
        {% endif %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
