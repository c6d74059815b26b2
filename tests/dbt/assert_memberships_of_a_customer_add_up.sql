select
    segmentation,
    customer_id,
    sum(membership) as together

from {{ ref('segment_memberships') }}

group by segmentation, customer_id

having abs(sum(membership) - 1) > 1e-9
