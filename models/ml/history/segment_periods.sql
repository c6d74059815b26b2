{#-
    From when to when each customer was in which segment. What stands here is read before it is written again, so that
    a full refresh keeps it; an as-of day that was built before is built anew, and an earlier one changes nothing.
-#}

with

champions as (

    select * from {{ ref('champions') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

past_segments as (

    select * from {{ ref('past_segments') }}

),

month_ends as (

    select * from {{ ref('int_as_of_days') }}

    where is_month_end

),

customer_ids as (

    select * from {{ ref('stg_shop__customer_ids') }}

    where reject_reason is null and source_customer_id <> customer_id

),

counterfactuals as (

    select * from {{ ref('customer_scores') }}

    where has_other_model

),

stored as (

    {{ own_rows({
        'segmentation': 'string', 'customer_id': 'string', 'segment_id': 'integer', 'segment_name': 'string',
        'valid_from': 'date', 'valid_to': 'date', 'cause': 'string', 'model_version': 'string',
        'is_backfilled': 'boolean', 'merged_into': 'string',
    }) | indent(4) }}

),

reached as (

    select
        segmentation,
        max(coalesce(valid_to, valid_from)) as reached_on

    from stored

    group by segmentation

),

-- Segmentations that are built today, for no earlier day than their history has reached.
continued as (

    select
        champions.segmentation,
        champions.shop,
        champions.as_of_date,
        champions.model_version,
        reached.reached_on is null as is_first

    from champions

    left join reached on champions.segmentation = reached.segmentation

    where reached.reached_on is null or reached.reached_on <= champions.as_of_date

),

-- Who is where the open stay is, which began before today: nothing of them changes, and most are so.
staying as (

    select
        stored.segmentation,
        stored.customer_id

    from stored

    inner join continued on stored.segmentation = continued.segmentation

    inner join members
        on
            stored.segmentation = members.segmentation
            and stored.customer_id = members.customer_id
            and stored.segment_id = members.segment_id

    where
        stored.valid_to is null
        and stored.valid_from < continued.as_of_date

),

known as (

    select
        stored.segmentation,
        stored.customer_id,
        stored.segment_id,
        stored.valid_from,
        stored.valid_to,
        continued.as_of_date,
        lead(stored.valid_from) over (
            partition by stored.segmentation, stored.customer_id
            order by stored.valid_from
        ) as next_from

    from stored

    inner join continued on stored.segmentation = continued.segmentation

    left join staying
        on
            stored.segmentation = staying.segmentation
            and stored.customer_id = staying.customer_id

    where
        stored.valid_from < continued.as_of_date
        and staying.customer_id is null

),

-- The first build sees the ends of earlier months, too.
seen as (

    select
        continued.segmentation,
        past_segments.customer_id,
        past_segments.segment_id,
        past_segments.as_of_date as observed_on,
        true as is_backfilled

    from continued

    inner join past_segments on continued.segmentation = past_segments.segmentation

    inner join month_ends
        on
            continued.shop = month_ends.shop
            and past_segments.as_of_date = month_ends.as_of_date

    where continued.is_first

    union all

    select
        continued.segmentation,
        members.customer_id,
        members.segment_id,
        continued.as_of_date as observed_on,
        false as is_backfilled

    from continued

    inner join members on continued.segmentation = members.segmentation

    left join staying
        on
            members.segmentation = staying.segmentation
            and members.customer_id = staying.customer_id

    where staying.customer_id is null

),

-- A customer who is not there any more is seen in no segment. What else is known of a stay is looked up for those that
-- begin: the rows of all months are many, and are sorted.
observed as (

    select
        segmentation,
        customer_id,
        segment_id,
        valid_from as observed_on,
        true as is_known,
        false as is_backfilled

    from known

    union all

    select
        known.segmentation,
        known.customer_id,
        null as segment_id,
        least(known.valid_to, known.as_of_date) as observed_on,
        false as is_known,
        false as is_backfilled

    from known

    left join members
        on
            known.segmentation = members.segmentation
            and known.customer_id = members.customer_id

    where
        known.valid_to < coalesce(known.next_from, known.as_of_date)
        or (known.next_from is null and members.customer_id is null)

    union all

    select
        segmentation,
        customer_id,
        segment_id,
        observed_on,
        false as is_known,
        is_backfilled

    from seen

),

compared as (

    select
        *,
        row_number() over (partition by segmentation, customer_id order by observed_on) as place,
        lag(segment_id) over (partition by segmentation, customer_id order by observed_on) as segment_before

    from observed

),

changes as (

    select
        compared.segmentation,
        compared.customer_id,
        compared.segment_id,
        case when compared.is_known then stored.segment_name else labels.segment_name end as segment_name,
        compared.observed_on as valid_from,
        -- What was reported of a change is reported again when its day is built again.
        case
            when stored.cause is not null then stored.cause
            when compared.place = 1 then 'new'
            when compared.segment_before is null then 'returned'
            when counterfactuals.customer_id is null or compared.is_backfilled or compared.is_known then 'customer'
            when counterfactuals.segment_by_old_model = compared.segment_id then 'customer'
            when
                coalesce(counterfactuals.segment_by_old_behaviour, compared.segment_id) = compared.segment_id
                and coalesce(counterfactuals.segment_by_old_model, compared.segment_before) = compared.segment_before
                then 'model'
            else 'both'
        end as cause,
        case when compared.is_known then stored.model_version else continued.model_version end as model_version,
        case when compared.is_known then stored.is_backfilled else compared.is_backfilled end as is_backfilled,
        case when compared.is_known then stored.merged_into end as merged_into

    from compared

    inner join continued on compared.segmentation = continued.segmentation

    left join counterfactuals
        on
            compared.segmentation = counterfactuals.segmentation
            and compared.customer_id = counterfactuals.customer_id

    left join labels
        on
            compared.segmentation = labels.segmentation
            and compared.segment_id = labels.segment_id

    left join stored
        on
            compared.segmentation = stored.segmentation
            and compared.customer_id = stored.customer_id
            and compared.observed_on = stored.valid_from
            and compared.segment_id = stored.segment_id

    where compared.place = 1 or coalesce(compared.segment_before, -1) <> coalesce(compared.segment_id, -1)

),

periods as (

    select
        segmentation,
        customer_id,
        segment_id,
        segment_name,
        valid_from,
        lead(valid_from) over (partition by segmentation, customer_id order by valid_from) as valid_to,
        cause,
        model_version,
        is_backfilled,
        merged_into,
        lead(segment_id) over (partition by segmentation, customer_id order by valid_from) as next_segment_id

    from changes

),

-- Ids that are another customer's today.
merged as (

    select
        continued.segmentation,
        continued.as_of_date,
        customer_ids.source_customer_id,
        min(customer_ids.customer_id) as customer_id

    from customer_ids

    inner join continued on customer_ids.shop = continued.shop

    group by continued.segmentation, continued.as_of_date, customer_ids.source_customer_id

),

-- Segmentations that are not built today, and builds of an earlier day, leave what was known.
segment_periods as (

    select
        periods.segmentation,
        periods.customer_id,
        periods.segment_id,
        periods.segment_name,
        periods.valid_from,
        periods.valid_to,
        periods.cause,
        periods.model_version,
        periods.is_backfilled,
        case
            when periods.next_segment_id is null and periods.valid_to = merged.as_of_date then merged.customer_id
            when periods.next_segment_id is null and periods.valid_to is not null then periods.merged_into
        end as merged_into

    from periods

    left join merged
        on
            periods.segmentation = merged.segmentation
            and periods.customer_id = merged.source_customer_id

    where periods.segment_id is not null

    union all

    select stored.*

    from stored

    inner join staying
        on
            stored.segmentation = staying.segmentation
            and stored.customer_id = staying.customer_id

    union all

    select * from stored

    where segmentation not in (select continued.segmentation from continued)

)

select * from segment_periods
