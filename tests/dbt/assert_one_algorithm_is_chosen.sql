-- One algorithm formed the segments, and clusters and noise together are no more than all customers.
with

algorithm_comparison as (

    select * from {{ ref('algorithm_comparison') }}

),

counted as (

    select
        segmentation,
        sum(case when is_chosen then 1 else 0 end) as choices,
        max(largest_share + noise_share) as highest_sum

    from algorithm_comparison

    group by segmentation

),

compared as (

    select * from counted

    where
        choices <> 1
        or highest_sum > 1.000001

)

select * from compared
