-- What says something of sensitive attributes: all features together, then each by how much it says.
select
    proxies.feature,
    coalesce(catalogue.feature_label, replace(proxies.feature, '_', ' ')) as feature_label,
    proxies.proxy,
    coalesce(proxy.feature_label, replace(proxies.proxy, '_', ' ')) as proxy_label,
    proxies.customers,
    proxies.balanced_accuracy,
    proxies.balanced_accuracy_low,
    proxies.balanced_accuracy_high,
    proxies.by_chance,
    proxies.is_proxy,
    proxies.silhouette,
    proxies.silhouette_without,
    proxies.silhouette_cost
from marts.fairness_proxies as proxies
left join marts.feature_catalogue as catalogue
    on
        proxies.segmentation = catalogue.segmentation
        and proxies.feature = catalogue.feature
left join marts.feature_catalogue as proxy
    on
        proxies.segmentation = proxy.segmentation
        and proxies.proxy = proxy.feature
where proxies.segmentation = $segmentation
order by proxies.feature, proxies.silhouette is not null, proxies.balanced_accuracy desc, proxies.proxy
