-- The files of the page that finds a customer: one row per file with its text, some thousand customers each. A file holds
-- the customers between two ids in the order of the folded ids (small letters, no leading zeros), so that those who are
-- easily taken for each other are in the same one. customer.js folds in the same way.
--
-- What is often the same is in the list of texts of the file, and named by its place: a reason is the place of the words
-- before and after the customer's own figure, that figure, and the share of all support, below 0 for the runner-up.
with

segmentations as (

    select
        unnest($segmentations) as segmentation,
        generate_subscripts($segmentations, 1) - 1 as place

),

ids as (

    select customer_id from marts.customer_segments
    union
    select customer_id from marts.customers

),

folded_ids as (

    select
        customer_id,
        regexp_replace(
            translate(trim(customer_id, ' '), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
            '(^|[^0-9])0+([0-9])',
            '\1\2',
            'g'
        ) as folded_id
    from ids

),

files as (

    select
        folded_id,
        cast((row_number() over (order by folded_id) - 1) // $customers_per_file as integer) as file
    from (select distinct folded_id from folded_ids)

),

customers as (

    select
        folded_ids.customer_id,
        files.folded_id,
        files.file
    from folded_ids
    inner join files on folded_ids.folded_id = files.folded_id

),

-- The end of a reason is the same for all customers between the same two segments, its start for all of a feature.
cut_reasons as (

    select
        segmentation,
        customer_id,
        reason_rank,
        reason,
        case when speaks_for = 'runner-up' then -1 else 1 end * cast(round(100 * support_share) as integer) as share,
        case when starts_with(reason, feature_label) then feature_label else '' end as head,
        regexp_extract(reason, '^.*(, (in proportion )?(nearer to|as near to|as for) .*)$', 1, 's') as tail
    from marts.customer_reasons
    where
        reason_rank <= $reasons
        and support_share >= $least_support

),

reasons as (

    select
        cut_reasons.segmentation,
        cut_reasons.customer_id,
        customers.file,
        cut_reasons.reason_rank,
        cut_reasons.share,
        to_json([cut_reasons.head, cut_reasons.tail]) as around,
        substr(
            cut_reasons.reason,
            length(cut_reasons.head) + 1,
            length(cut_reasons.reason) - length(cut_reasons.head) - length(cut_reasons.tail)
        ) as figure
    from cut_reasons
    inner join customers on cut_reasons.customer_id = customers.customer_id

),

memberships as (

    select
        customer_segments.*,
        segmentations.place,
        customers.file,
        to_json(customer_segments.assigned_by) as assigned,
        to_json(customer_segments.reason) as excluded_because
    from marts.customer_segments
    inner join segmentations on customer_segments.segmentation = segmentations.segmentation
    inner join customers on customer_segments.customer_id = customers.customer_id

),

periods as (

    select
        segment_history.segmentation,
        segment_history.customer_id,
        segment_history.segment_id,
        segment_history.valid_from,
        segment_history.valid_to,
        segment_history.is_backfilled,
        customers.file,
        to_json(segment_history.segment_name) as named,
        to_json(segment_history.cause) as because
    from segment_history
    inner join customers on segment_history.customer_id = customers.customer_id

),

purchases as (

    select
        shop_customers.*,
        customers.file,
        to_json(shop_customers.shop) as in_shop,
        to_json(shop_customers.rfm_name) as called
    from marts.customers as shop_customers
    inner join customers on shop_customers.customer_id = customers.customer_id

),

texts as (

    select
        file,
        text,
        row_number() over (partition by file order by text) - 1 as place
    from (
        select file, around as text from reasons
        union
        select file, assigned from memberships
        union
        select file, excluded_because from memberships
        union
        select file, named from periods
        union
        select file, because from periods
        union
        select file, in_shop from purchases
        union
        select file, called from purchases
    )
    where text is not null

),

reasons_of_customers as (

    select
        reasons.segmentation,
        reasons.customer_id,
        string_agg(
            concat('[', texts.place, ',', reasons.share, ',', to_json(reasons.figure), ']'),
            ','
            order by reasons.reason_rank
        ) as written
    from reasons
    inner join texts on reasons.file = texts.file and reasons.around = texts.text
    group by reasons.segmentation, reasons.customer_id

),

periods_of_customers as (

    select
        periods.segmentation,
        periods.customer_id,
        string_agg(
            concat(
                '[', periods.segment_id,
                ',', names.place,
                ',', to_json(periods.valid_from),
                ',', coalesce(to_json(periods.valid_to), 'null'),
                ',', coalesce(cast(causes.place as varchar), 'null'),
                ',', case when periods.is_backfilled then 1 else 0 end,
                ']'
            ),
            ','
            order by periods.valid_from desc
        ) as written
    from periods
    inner join texts as names on periods.file = names.file and periods.named = names.text
    left join texts as causes on periods.file = causes.file and periods.because = causes.text
    group by periods.segmentation, periods.customer_id

),

segments_of_customers as (

    select
        memberships.customer_id,
        string_agg(
            concat(
                '[', memberships.place, ',', memberships.segment_id,
                ',', coalesce(cast(round(memberships.probability, 4) as varchar), 'null'),
                ',', coalesce(cast(memberships.second_segment_id as varchar), 'null'),
                ',', coalesce(cast(round(memberships.second_probability, 4) as varchar), 'null'),
                ',', ways.place,
                ',', case when memberships.is_noise then 1 else 0 end,
                ',', coalesce(cast(causes.place as varchar), 'null'),
                ',[', coalesce(reasons_of_customers.written, ''),
                '],[', coalesce(periods_of_customers.written, ''),
                ']]'
            ),
            ','
            order by memberships.place
        ) as written
    from memberships
    inner join texts as ways on memberships.file = ways.file and memberships.assigned = ways.text
    left join texts as causes on memberships.file = causes.file and memberships.excluded_because = causes.text
    left join reasons_of_customers
        on
            memberships.segmentation = reasons_of_customers.segmentation
            and memberships.customer_id = reasons_of_customers.customer_id
    left join periods_of_customers
        on
            memberships.segmentation = periods_of_customers.segmentation
            and memberships.customer_id = periods_of_customers.customer_id
    group by memberships.customer_id

),

purchases_of_customers as (

    select
        purchases.customer_id,
        string_agg(
            concat(
                '[', shops.place,
                ',', coalesce(cast(names.place as varchar), 'null'),
                ',', json_array(
                    purchases.recency_days, purchases.frequency, round(purchases.monetary, 2),
                    purchases.length_days, round(purchases.mean_days_between, 1)
                ),
                ',', json_array(
                    purchases.r_score, purchases.f_score, purchases.m_score, purchases.l_score, purchases.t_score
                ),
                ',', coalesce(to_json(purchases.last_order_on), 'null'),
                ']'
            ),
            ','
            order by purchases.shop
        ) as written
    from purchases
    inner join texts as shops on purchases.file = shops.file and purchases.in_shop = shops.text
    left join texts as names on purchases.file = names.file and purchases.called = names.text
    group by purchases.customer_id

),

texts_of_files as (

    select
        file,
        string_agg(text, ',' order by place) as written
    from texts
    group by file

),

customers_of_files as (

    select
        customers.file,
        min(customers.folded_id) as first_id,
        count(*) as customers,
        string_agg(
            concat(
                '[', to_json(customers.customer_id),
                ',[', coalesce(segments_of_customers.written, ''),
                '],[', coalesce(purchases_of_customers.written, ''),
                ']]'
            ),
            concat(',', chr(10))
            order by customers.folded_id, customers.customer_id
        ) as written
    from customers
    left join segments_of_customers on customers.customer_id = segments_of_customers.customer_id
    left join purchases_of_customers on customers.customer_id = purchases_of_customers.customer_id
    group by customers.file

)

select
    customers_of_files.file,
    customers_of_files.first_id,
    customers_of_files.customers,
    concat(
        'segmentCustomers(', customers_of_files.file, ',[', coalesce(texts_of_files.written, ''), '],[', chr(10),
        customers_of_files.written, chr(10), ']);', chr(10)
    ) as script
from customers_of_files
left join texts_of_files on customers_of_files.file = texts_of_files.file
order by customers_of_files.file
