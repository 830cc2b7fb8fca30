-- 解读未关联: columns of documents of which most that were interpreted do not lead to their interpretation, or are not led
-- to from it. A pair is told by the title: the interpretation's holds the document's. Articles are of a column that
-- lists them, or whose name they say.
-- grain:  one row per site and column of documents
-- reads:  staging.item, staging.site_column, staging.page, staging.sign
-- params: observer_id, kind, pairs_at_least
with told as (
    select distinct
        site_column.subject_id,
        site_column.url as column_url,
        site_column.class,
        site_column.name
    from staging.site_column
    where
        site_column.observer_id = %(observer_id)s
        and site_column.class in ('policy', 'interpretation')
        and mart.kind_of(site_column.subject_id) = %(kind)s
),

listed as (
    select distinct on (article.subject_id, article.url, article.class)
        article.subject_id,
        article.url,
        article.class,
        article.column_url,
        regexp_replace(article.title, '[《》\s]', '', 'g') as title
    from (
        select
            told.subject_id,
            told.class,
            told.column_url,
            item.url,
            item.title
        from told
        inner join staging.item
            on
                item.observer_id = %(observer_id)s
                and told.subject_id = item.subject_id
                and told.column_url = item.column_url
        union all
        select
            told.subject_id,
            told.class,
            told.column_url,
            page.url,
            page.title
        from told
        inner join staging.page
            on
                page.observer_id = %(observer_id)s
                and told.subject_id = page.subject_id
                and told.name = page.column_name
                and page.kind = 'article'
                and page.title is not null
    ) as article
    order by article.subject_id asc, article.url asc, article.class asc, article.column_url asc
),

read as (
    select distinct
        subject_id,
        url
    from staging.page
    where observer_id = %(observer_id)s and read_state = 'ok' and kind = 'article'
),

leads as (
    select distinct
        subject_id,
        mart.address_key(url) as from_key,
        mart.address_key(place) as to_key
    from staging.sign
    where observer_id = %(observer_id)s and topic = 'relations' and kind = 'related'
),

pair as (
    select
        document.subject_id,
        document.column_url,
        document.title,
        exists (
            select 1
            from leads
            where
                leads.subject_id = document.subject_id
                and leads.from_key = mart.address_key(document.url)
                and leads.to_key = mart.address_key(interpretation.url)
        )
        and exists (
            select 1
            from leads
            where
                leads.subject_id = document.subject_id
                and leads.from_key = mart.address_key(interpretation.url)
                and leads.to_key = mart.address_key(document.url)
        ) as is_linked
    from listed as document
    inner join listed as interpretation
        on
            document.subject_id = interpretation.subject_id
            and document.class = 'policy'
            and interpretation.class = 'interpretation'
            and document.url <> interpretation.url
            and length(document.title) >= 8
            and strpos(interpretation.title, document.title) > 0
    inner join read as document_read
        on document.subject_id = document_read.subject_id and document.url = document_read.url
    inner join read as other_read
        on interpretation.subject_id = other_read.subject_id and interpretation.url = other_read.url
),

seen as (
    select
        subject_id,
        url,
        min(day) filter (where read_state = 'ok') as first_day,
        max(day) filter (where read_state = 'ok') as last_day,
        (array_agg(snapshot_id order by day desc) filter (where read_state = 'ok'))[1] as snapshot_id
    from staging.site_column
    where observer_id = %(observer_id)s and class = 'policy'
    group by subject_id, url
)

select
    pair.subject_id,
    pair.column_url as locator,
    '文件与解读未相互关联' as term,
    min(seen.first_day) as first_seen_on,
    max(seen.last_day) as last_seen_on,
    string_agg(pair.title, '; ' order by pair.title) filter (where not pair.is_linked) as excerpt,
    min(seen.snapshot_id) as snapshot_id
from pair
inner join seen on pair.subject_id = seen.subject_id and pair.column_url = seen.url
where seen.first_day is not null
group by pair.subject_id, pair.column_url
having
    count(*) filter (where not pair.is_linked) >= %(pairs_at_least)s
    and 2 * count(*) filter (where not pair.is_linked) > count(*);
