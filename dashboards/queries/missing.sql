-- Share of the customers of whom a feature is not known, after cleaning.
select
    catalogue.feature_label,
    coalesce(statistics.missing, levels.customers, 0) as customers,
    coalesce(statistics.missing * 1.0 / nullif(statistics.row_count, 0), levels.share, 0) as share
from marts.feature_catalogue as catalogue
left join marts.feature_statistics as statistics
    on
        catalogue.segmentation = statistics.segmentation
        and catalogue.feature = statistics.feature
        and statistics.grain = 'customer'
        and statistics.stage = 'after cleaning'
left join marts.category_frequencies as levels
    on
        catalogue.segmentation = levels.segmentation
        and catalogue.feature = levels.feature
        and levels.level = '(missing)'
        and levels.stage = 'after cleaning'
where catalogue.segmentation = $segmentation
order by share desc, catalogue.position
