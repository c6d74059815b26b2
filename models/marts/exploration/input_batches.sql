-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come first

with

batches as (

    {{ known_batches() | indent(4) }}

),

lines as (

    {{ lines_of_batches() | indent(4) }}

),

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

input_counts as (

    select * from {{ ref('int_input_counts') }}

),

rejected_rows as (

    select * from {{ ref('int_rejected_rows') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

-- What an earlier build said: when a batch came is not to be seen from the files.
told as (

    {{ own_rows({
        'dataset': 'string', 'batch': 'string', 'content_hash': 'string', 'as_of_date': 'date', 'came_after': 'date',
        'late_lines': 'bigint', 'lines_kept': 'bigint', 'amount': 'decimal(18, 2)',
    }) | indent(4) }}

),

reached as (

    select
        dataset,
        max(as_of_date) as reached_on
    from told
    group by dataset

),

known_contents as (

    select
        dataset,
        content_hash,
        min(came_after) as came_after,
        min(late_lines) as late_lines
    from told
    where content_hash is not null
    group by dataset, content_hash

),

worth as (

    select
        shop,
        batch_number,
        customer_id,
        reject_reason,
        cast(ordered_at as date) as ordered_on,
        case when line_kind in ('return', 'discount') then -1 else 1 end
        * abs(coalesce(amount, quantity * unit_price)) as amount
    from lines

),

first_batches as (

    select
        shop,
        batch_number,
        count(*) as new_customers
    from (
        select
            shop,
            batch_number,
            row_number() over (partition by shop, customer_id order by min(ordered_on), batch_number) as place
        from worth
        where reject_reason is null
        group by shop, batch_number, customer_id
    ) as placed
    where place = 1
    group by shop, batch_number

),

counted as (

    select
        worth.shop,
        worth.batch_number,
        count(case when worth.reject_reason is null then 1 end) as lines_kept,
        count(case when worth.reject_reason = 'replaced by a later batch' then 1 end) as lines_replaced,
        sum(case when worth.reject_reason is null then worth.amount end) as amount,
        sum(case when worth.reject_reason = 'replaced by a later batch' then worth.amount end) as replaced_amount,
        count(distinct case when worth.reject_reason is null then worth.customer_id end) as customers,
        min(case when worth.reject_reason is null then worth.ordered_on end) as first_on,
        max(case when worth.reject_reason is null then worth.ordered_on end) as last_on,
        count(
            case when worth.reject_reason is null and worth.ordered_on <= reached.reached_on then 1 end
        ) as lines_told,
        sum(
            case when worth.reject_reason is null and worth.ordered_on <= reached.reached_on then worth.amount end
        ) as amount_told
    from worth
    left join reached on worth.shop = reached.dataset
    group by worth.shop, worth.batch_number

),

-- A file that has only grown by the days since has not come late, nor has one with another name.
arrivals as (

    select
        batches.shop,
        batches.batch_number,
        case
            when known_contents.content_hash is not null then known_contents.came_after
            when told.lines_kept = counted.lines_told and told.amount = counted.amount_told then told.came_after
            else reached.reached_on
        end as came_after,
        case
            when known_contents.content_hash is not null then known_contents.late_lines
            when told.lines_kept = counted.lines_told and told.amount = counted.amount_told then told.late_lines
            else counted.lines_told
        end as late_lines
    from batches
    left join reached on batches.shop = reached.dataset
    left join counted
        on
            batches.shop = counted.shop
            and batches.batch_number = counted.batch_number
    left join known_contents
        on
            batches.shop = known_contents.dataset
            and batches.content_hash = known_contents.content_hash
    left join told
        on
            batches.shop = told.dataset
            and batches.batch = told.batch

),

reasons_of_batches as (

    select
        shop,
        batch_number,
        {{ joined_text("concat('\"', reject_reason, '\": ', rejected)", "', '", 'reject_reason') }} as reasons
    from (
        select
            shop,
            batch_number,
            reject_reason,
            count(*) as rejected
        from lines
        where reject_reason is not null
        group by shop, batch_number, reject_reason
    ) as by_reason
    group by shop, batch_number

),

of_several as (

    select
        batches.shop as dataset,
        'order_lines' as source,
        batches.batch,
        batches.batch_number,
        batches.state,
        replacing.batch as replaced_by,
        batches.sentence,
        coalesce(counted.first_on, batches.first_on) as first_on,
        coalesce(counted.last_on, batches.last_on) as last_on,
        case
            when batches.format = 'loaded on that day' then try_cast(batches.batch as date)
            else coalesce(counted.last_on, batches.last_on)
        end as loaded_on,
        batches.lines as lines_read,
        coalesce(counted.lines_kept, 0) as lines_kept,
        case
            when batches.state = 'replaced' then batches.lines
            else coalesce(counted.lines_replaced, 0)
        end as lines_replaced,
        reasons_of_batches.reasons,
        coalesce(counted.amount, 0) as amount,
        case
            when batches.state = 'replaced' then batches.amount
            else coalesce(counted.replaced_amount, 0)
        end as replaced_amount,
        coalesce(counted.customers, 0) as customers,
        coalesce(first_batches.new_customers, 0) as new_customers,
        batches.columns_read,
        batches.format,
        batches.content_hash,
        shops.as_of_date,
        arrivals.came_after,
        coalesce(arrivals.late_lines, 0) as late_lines

    from batches

    inner join shops on batches.shop = shops.shop

    inner join arrivals
        on
            batches.shop = arrivals.shop
            and batches.batch_number = arrivals.batch_number

    left join batches as replacing
        on
            batches.shop = replacing.shop
            and batches.replaced_by = replacing.batch_number

    left join counted
        on
            batches.shop = counted.shop
            and batches.batch_number = counted.batch_number

    left join first_batches
        on
            batches.shop = first_batches.shop
            and batches.batch_number = first_batches.batch_number

    left join reasons_of_batches
        on
            batches.shop = reasons_of_batches.shop
            and batches.batch_number = reasons_of_batches.batch_number

),

reasons_of_inputs as (

    select
        dataset,
        source,
        {{ joined_text("concat('\"', reason, '\": ', rejected)", "', '", 'reason') }} as reasons
    from (
        select
            dataset,
            source,
            reason,
            count(*) as rejected
        from rejected_rows
        group by dataset, source, reason
    ) as by_reason
    group by dataset, source

),

places as (

    {{ places_of_inputs() | indent(4) }}

),

order_logs as (

    select
        shop,
        sum(amount + refunded_amount - returned_amount) as amount,
        min(first_line_on) as first_on,
        max(last_line_on) as last_on
    from orders
    group by shop

),

buyers as (

    select
        shop,
        count(case when has_order_lines then 1 end) as customers
    from customers
    group by shop

),

of_one as (

    select
        input_counts.dataset,
        input_counts.source,
        coalesce(places.batch, input_counts.source) as batch,
        1 as batch_number,
        'accepted' as state,
        cast(null as string) as replaced_by,
        '' as sentence,
        order_logs.first_on,
        order_logs.last_on,
        coalesce(order_logs.last_on, shops.as_of_date) as loaded_on,
        input_counts.rows_read as lines_read,
        input_counts.rows_kept as lines_kept,
        0 as lines_replaced,
        reasons_of_inputs.reasons,
        order_logs.amount,
        cast(null as decimal(18, 2)) as replaced_amount,
        buyers.customers,
        buyers.customers as new_customers,
        cast(null as string) as columns_read,
        cast(null as string) as format,
        cast(null as string) as content_hash,
        shops.as_of_date,
        cast(null as date) as came_after,
        cast(null as bigint) as late_lines

    from input_counts

    left join places
        on
            input_counts.dataset = places.dataset
            and input_counts.source = places.source

    left join shops on input_counts.dataset = shops.shop

    left join reasons_of_inputs
        on
            input_counts.dataset = reasons_of_inputs.dataset
            and input_counts.source = reasons_of_inputs.source

    left join order_logs
        on
            input_counts.dataset = order_logs.shop
            and input_counts.source = 'order_lines'

    left join buyers
        on
            input_counts.dataset = buyers.shop
            and input_counts.source = 'order_lines'

    where not (input_counts.source = 'order_lines' and input_counts.dataset in (select batches.shop from batches))

),

all_batches as (

    select * from of_several
    union all
    select * from of_one

),

input_batches as (

    select
        dataset,
        source,
        batch_number,
        batch,
        state,
        replaced_by,
        trim(concat_ws(
            '',
            sentence,
            case
                when late_lines > 0 then concat(
                    ' It came or changed after ', cast(came_after as string), ', with ', cast(late_lines as string),
                    ' lines of days up to then: what the history says of these days stays, and would be another now.'
                )
            end
        )) as sentence,
        first_on,
        last_on,
        loaded_on,
        lines_read,
        lines_kept,
        lines_read - lines_kept as lines_not_kept,
        lines_replaced,
        concat_ws('', '{', reasons, '}') as rejected_by_reason,
        amount,
        replaced_amount,
        customers,
        new_customers,
        customers - new_customers as known_customers,
        columns_read,
        format,
        content_hash,
        as_of_date,
        came_after,
        late_lines
    from all_batches

)

select {{ contracted_columns() }} from input_batches
