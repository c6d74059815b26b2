{#-
    Who is in an audience, from when to when. What stands here is read before it is written again, so that a full refresh
    keeps it; an as-of day that was built before is built anew, and an earlier one changes nothing.
-#}
{{ config(enabled=has_campaigns()) }}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched

with

candidates as (

    select * from {{ ref('audience_candidates') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

stored as (

    {{ own_rows({
        'audience': 'string', 'segmentation': 'string', 'customer_id': 'string', 'place': 'integer',
        'segment_id': 'integer', 'segment_name': 'string', 'expected_value': 'double', 'member_since': 'date',
        'left_on': 'date', 'change': 'string',
    }) | indent(4) }}

),

-- Audiences whose history has reached a later day.
ahead as (

    select stored.audience

    from stored

    inner join settings on stored.segmentation = settings.segmentation

    group by stored.audience

    having max(coalesce(stored.left_on, stored.member_since)) > max(settings.as_of_date)

),

today as (

    select * from candidates

    where
        left_out is null
        and audience not in (select ahead.audience from ahead)

),

audiences as (

    select
        audience,
        max(as_of_date) as as_of_date

    from candidates

    where audience not in (select ahead.audience from ahead)

    group by audience

),

-- Stays that were open before today.
open_stays as (

    select
        stored.*,
        audiences.as_of_date

    from stored

    inner join audiences on stored.audience = audiences.audience

    where stored.member_since < audiences.as_of_date and coalesce(stored.left_on >= audiences.as_of_date, true)

),

audience_members as (

    select
        today.audience,
        today.segmentation,
        today.customer_id,
        today.place,
        today.segment_id,
        today.segment_name,
        today.expected_value,
        coalesce(open_stays.member_since, today.as_of_date) as member_since,
        null as left_on,
        case when open_stays.customer_id is null then 'came' else 'stayed' end as change

    from today

    left join open_stays
        on
            today.audience = open_stays.audience
            and today.customer_id = open_stays.customer_id

    union all

    select
        open_stays.audience,
        open_stays.segmentation,
        open_stays.customer_id,
        null as place,
        open_stays.segment_id,
        open_stays.segment_name,
        open_stays.expected_value,
        open_stays.member_since,
        open_stays.as_of_date as left_on,
        'left' as change

    from open_stays

    left join today
        on
            open_stays.audience = today.audience
            and open_stays.customer_id = today.customer_id

    where today.customer_id is null

    union all

    -- Stays that had ended, audiences that are not built today, and builds of an earlier day.
    select
        stored.audience,
        stored.segmentation,
        stored.customer_id,
        stored.place,
        stored.segment_id,
        stored.segment_name,
        stored.expected_value,
        stored.member_since,
        stored.left_on,
        case when audiences.audience is null then stored.change else 'left before' end as change

    from stored

    left join audiences on stored.audience = audiences.audience

    where audiences.audience is null or stored.left_on < audiences.as_of_date

)

select {{ contracted_columns() }} from audience_members
