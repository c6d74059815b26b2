select
    catalogue.feature,
    catalogue.feature_label,
    catalogue.unit,
    catalogue.forms_segments,
    histograms.scale,
    histograms.is_whole,
    histograms.bin,
    histograms.lower_limit,
    histograms.upper_limit,
    histograms.segment_id,
    histograms.customers
from marts.feature_histograms as histograms
inner join marts.feature_catalogue as catalogue
    on
        histograms.segmentation = catalogue.segmentation
        and histograms.feature = catalogue.feature
where histograms.segmentation = $segmentation
order by not catalogue.forms_segments, catalogue.position, histograms.bin, histograms.segment_id
