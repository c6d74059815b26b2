with

metrics as (

    select * from {{ ref('classifier_metrics') }}

    where split like 'test%'

),

-- On the splits that both were tried on.
compared as (

    select
        networks.segmentation,
        networks.model as network,
        others.model as baseline,
        count(*) as splits,
        {{ reproducible('avg(networks.customers)', 'max(networks.customers)') }} as test_customers,
        {{ reproducible('avg(networks.accuracy)', '1') }} as network_accuracy,
        {{ reproducible('avg(others.accuracy)', '1') }} as baseline_accuracy,
        {{ reproducible('avg(networks.accuracy - others.accuracy)', '1') }} as accuracy_gained,
        {{ splits_error('networks.accuracy - others.accuracy') }} as error

    from metrics as networks

    inner join metrics as others
        on
            networks.segmentation = others.segmentation
            and networks.split = others.split

    where
        networks.model like '%network'
        and networks.model <> others.model

    group by networks.segmentation, networks.model, others.model

),

bounded as (

    select
        *,
        {{ rounded('accuracy_gained - error', 6) }} as accuracy_gained_low,
        {{ rounded('accuracy_gained + error', 6) }} as accuracy_gained_high

    from compared

),

classifier_comparison as (

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
        {{ verdict('accuracy_gained_low', 'accuracy_gained_high') }} as verdict

    from bounded

)

select {{ contracted_columns() }} from classifier_comparison
