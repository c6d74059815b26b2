-- Named as a public table of the package is.
select member_no as customer_key
from {{ ref('dim_members') }}
