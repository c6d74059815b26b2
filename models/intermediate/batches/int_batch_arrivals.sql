{{ config(enabled=has_batches()) }}

with

batches as (

    select * from {{ ref('stg_shop__batches') }}

),

order_lines as (

    select * from {{ ref('stg_shop__order_lines') }}
    where reject_reason is null

),

-- What the last build said: when a batch came is not to be seen from the files.
told_of_inputs as (

    {{ own_rows({
        'dataset': 'string', 'source': 'string', 'batch': 'string', 'content_hash': 'string', 'as_of_date': 'date',
        'came_after': 'date', 'late_lines': 'bigint', 'lines_kept': 'bigint', 'amount': 'decimal(18, 2)',
    }, of=source('inputs', 'order_lines')) | indent(4) }}

),

told as (

    select * from told_of_inputs
    where source = 'order_lines'

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

-- The lines of the others were looked at by the build that they came to.
unknown_batches as (

    select
        batches.shop,
        batches.batch_number,
        reached.reached_on
    from batches
    inner join reached on batches.shop = reached.dataset
    left join known_contents
        on
            batches.shop = known_contents.dataset
            and batches.content_hash = known_contents.content_hash
    where known_contents.content_hash is null

),

lines_of_told_days as (

    select
        order_lines.shop,
        order_lines.batch_number,
        count(*) as lines,
        sum({{ signed_amount('order_lines.') }}) as amount
    from order_lines
    inner join unknown_batches
        on
            order_lines.shop = unknown_batches.shop
            and order_lines.batch_number = unknown_batches.batch_number
    where cast(order_lines.ordered_at as date) <= unknown_batches.reached_on
    group by order_lines.shop, order_lines.batch_number

),

-- A file that has only grown by the days since has not come late, nor has one with another name.
arrivals as (

    select
        batches.shop,
        batches.batch_number,
        case
            when known_contents.content_hash is not null then known_contents.came_after
            when told.lines_kept = early.lines and told.amount = early.amount then told.came_after
            else reached.reached_on
        end as came_after,
        coalesce(
            case
                when known_contents.content_hash is not null then known_contents.late_lines
                when told.lines_kept = early.lines and told.amount = early.amount then told.late_lines
                else early.lines
            end,
            0
        ) as late_lines
    from batches
    left join reached on batches.shop = reached.dataset
    left join lines_of_told_days as early
        on
            batches.shop = early.shop
            and batches.batch_number = early.batch_number
    left join known_contents
        on
            batches.shop = known_contents.dataset
            and batches.content_hash = known_contents.content_hash
    left join told
        on
            batches.shop = told.dataset
            and batches.batch = told.batch

)

select * from arrivals
