-- Does the network predict the segments of customers it has not seen better than simpler models do?
-- One row per segmentation, network and simpler model, each pair measured on the same test customers.

with

comparison as (

    select * from {{ ref('classifier_comparison') }}

    where baseline not like '%network'

)

select
    segmentation,
    network,
    baseline,
    splits,
    test_customers,
    network_accuracy,
    baseline_accuracy,
    accuracy_gained,
    accuracy_gained_low,
    accuracy_gained_high,
    verdict

from comparison

order by segmentation, network, baseline_accuracy desc, baseline
