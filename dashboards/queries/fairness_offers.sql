-- Who is offered a discount first, and who something better; what is flagged first.
select
    offers.feature,
    coalesce(catalogue.feature_label, replace(offers.feature, '_', ' ')) as feature_label,
    offers.level,
    offers.offer_kind,
    offers.customers,
    offers.level_customers,
    offers.share_of_level,
    offers.share_of_level_low,
    offers.share_of_level_high,
    offers.share_of_all,
    offers.is_flagged
from marts.fairness_offers as offers
left join marts.feature_catalogue as catalogue
    on
        offers.segmentation = catalogue.segmentation
        and offers.feature = catalogue.feature
where offers.segmentation = $segmentation and offers.offer_kind <> 'other'
order by not offers.is_flagged, offers.offer_kind, offers.feature, offers.share_of_level desc, offers.level
