-- The limits that the page on trust draws and names.
select
    stable_from,
    doubtful_under,
    fairness_ratio,
    fairness_fewest,
    fairness_deviations
from marts.site_settings
