{{ config(enabled=has_batches()) }}

with

batches as (

    select * from {{ ref('stg_shop__batches') }}

),

counts as (

    select * from {{ ref('int_batch_counts') }}

),

arrivals as (

    select * from {{ ref('int_batch_arrivals') }}

),

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

described as (

    select
        batches.shop as dataset,
        'order_lines' as source,
        batches.batch_number,
        batches.batch,
        batches.state,
        replacing.batch as replaced_by,
        concat_ws(
            ' ',
            nullif(batches.sentence, ''),
            {{ written_credits('counts') }},
            case
                when arrivals.came_after is not null and arrivals.late_lines > 0 then concat(
                    'It came or changed after the build of ', cast(arrivals.came_after as string), ', with ',
                    cast(arrivals.late_lines as string),
                    ' lines of days up to then: what was kept of these days, such as the history, does not have them.'
                )
            end
        ) as sentence,
        coalesce(counts.first_on, batches.first_on) as first_on,
        coalesce(counts.last_on, batches.last_on) as last_on,
        case
            when batches.format = 'loaded on that day' then try_cast(batches.batch as date)
            else coalesce(counts.last_on, batches.last_on)
        end as loaded_on,
        batches.lines as lines_read,
        counts.lines_kept,
        case when batches.state = 'replaced' then batches.lines else counts.lines_replaced end as lines_replaced,
        counts.rejected_by_reason,
        counts.amount,
        case when batches.state = 'replaced' then batches.amount else counts.replaced_amount end as replaced_amount,
        counts.customers,
        counts.new_customers,
        batches.columns_read,
        batches.format,
        batches.content_hash,
        shops.as_of_date,
        arrivals.came_after,
        arrivals.late_lines
    from batches
    inner join shops on batches.shop = shops.shop
    inner join counts
        on
            batches.shop = counts.shop
            and batches.batch_number = counts.batch_number
    inner join arrivals
        on
            batches.shop = arrivals.shop
            and batches.batch_number = arrivals.batch_number
    left join batches as replacing
        on
            batches.shop = replacing.shop
            and batches.replaced_by = replacing.batch_number

)

select * from described
