-- Settings of the network that were tried, each at the last round it reached, by k, the best first.
select *
from marts.classifier_experiments
where segmentation = $segmentation
qualify row_number() over (partition by k, architecture, optimizer, learning_rate order by stage desc) = 1
order by k, test_accuracy desc, stage desc, architecture, optimizer, learning_rate desc
