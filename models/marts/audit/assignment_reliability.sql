with

bins as (

    select * from {{ in_use('reliability') }}

),

assignment_reliability as (

    select
        segmentation,
        bin,
        (bin - 1) / 10.0 as probability_from,
        bin / 10.0 as probability_to,
        customers,
        placements,
        probability,
        agreement

    from bins

)

select {{ contracted_columns() }} from assignment_reliability
