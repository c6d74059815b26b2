-- Named as a public table of the package is.
select
    member_no as customer_key,
    {{ today() }} as seen_on
from {{ ref('dim_members') }}
