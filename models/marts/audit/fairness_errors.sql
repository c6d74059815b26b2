with

tests as (

    select * from {{ in_use('errors_by_level') }}

),

compared as (

    select
        segmentation,
        feature,
        level,
        customers,
        tests,
        errors,
        round(errors * 1e0 / tests, 6) as error_share,
        round(
            sum(errors) over (partition by segmentation, feature) * 1e0
            / sum(tests) over (partition by segmentation, feature),
            6
        ) as error_share_of_all

    from tests

),

bounded as (

    select
        *,
        -- The same customers are tested in several splits.
        {{ share_bound('error_share', 'customers', '-') | indent(8) }} as error_share_low,
        {{ share_bound('error_share', 'customers', '+') | indent(8) }} as error_share_high

    from compared

),

fairness_errors as (

    select
        *,
        customers >= {{ setting('fairness_fewest') }}
        and (error_share_low > error_share_of_all or error_share_high < error_share_of_all) as is_flagged

    from bounded

)

select {{ contracted_columns() }} from fairness_errors
