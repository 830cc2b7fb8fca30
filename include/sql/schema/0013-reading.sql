-- What history tells of pages and texts: prints that can be compared, all sources of a date, articles over time.
-- depends: 0008-signs

alter table staging.page
add column published_sources jsonb,
add column published_reason text,
add column language text,
add column skeleton_hash bigint,
add column text_hash bigint;

-- One row an article of a site over all days read: when it was first and last seen, and how its date moved.
-- `is_watched_before` says that the site was read on an earlier day too, so that `first_seen_on` means something.
create view staging.article as
with watched as (
    select
        subject_id,
        min(day) as watched_from
    from staging.page
    group by subject_id
),

seen as (
    select
        page.*,
        -- the day of our own first look is no word of the site
        case when page.published_source <> 'first_seen' then page.published_on end as told_on
    from staging.page
    where page.kind = 'article' and page.read_state = 'ok'
)

select
    seen.subject_id,
    seen.url,
    min(seen.day) as first_seen_on,
    max(seen.day) as last_seen_on,
    (array_agg(seen.told_on order by seen.day) filter (where seen.told_on is not null))[1] as first_published_on,
    (array_agg(seen.told_on order by seen.day desc) filter (where seen.told_on is not null))[1] as last_published_on,
    min(seen.told_on) as oldest_published_on,
    max(seen.told_on) as newest_published_on,
    (array_agg(seen.text_hash order by seen.day desc) filter (where seen.text_hash is not null))[1] as last_text_hash,
    (array_agg(seen.title order by seen.day desc) filter (where seen.title is not null))[1] as title,
    (array_agg(seen.snapshot_id order by seen.day desc))[1] as last_snapshot_id,
    watched.watched_from < min(seen.day) as is_watched_before
from seen
inner join watched using (subject_id)
group by seen.subject_id, seen.url, watched.watched_from;

-- One row an article and what its dates contradict over history. `kind`: `after_first_seen` it says a day later than
-- we first saw it, `before_first_seen` it says a day on which the site was read without it (at least a week before:
-- a list is not always read to its end), `moved` it said different days on different days. `day` is when that was seen.
create view staging.date_doubt as
select
    subject_id,
    url,
    last_seen_on as day,
    last_snapshot_id as snapshot_id,
    doubt.kind,
    doubt.days,
    first_seen_on,
    first_published_on,
    last_published_on
from staging.article
cross join
    lateral (
        values
        ('after_first_seen', newest_published_on - first_seen_on),
        ('before_first_seen', case when is_watched_before then first_seen_on - first_published_on end),
        ('moved', newest_published_on - oldest_published_on)
    ) as doubt (kind, days)
where doubt.days >= case doubt.kind when 'before_first_seen' then 7 else 1 end;

-- One row an article whose text stood earlier under another address of the same site with an older date (旧稿重发).
-- Two texts are the same where at most 3 of 64 bits differ. Then one of their four quarters of 16 bits is equal,
-- which is what the join looks for. Where one address follows the other on the very same day, the dates decide.
create view staging.reissue as
with quarter as (
    select
        article.*,
        part,
        (article.last_text_hash::bit(64) << (16 * part))::bit(16) as bits
    from staging.article
    cross join generate_series(0, 3) as part
    where article.last_text_hash is not null and article.last_published_on is not null
)

select distinct on (newer.subject_id, newer.url)
    newer.subject_id,
    newer.url,
    newer.first_seen_on as day,
    newer.last_snapshot_id as snapshot_id,
    newer.title,
    newer.last_published_on as published_on,
    older.url as older_url,
    older.title as older_title,
    older.last_snapshot_id as older_snapshot_id,
    older.last_published_on as older_published_on,
    older.first_seen_on as older_first_seen_on,
    bit_count(int8xor(newer.last_text_hash, older.last_text_hash)::bit(64)) as bits_apart
from quarter as newer
inner join quarter as older
    on
        newer.subject_id = older.subject_id
        and newer.part = older.part
        and newer.bits = older.bits
        and newer.url <> older.url
        and newer.last_published_on > older.last_published_on
        and newer.first_seen_on >= older.first_seen_on
where bit_count(int8xor(newer.last_text_hash, older.last_text_hash)::bit(64)) <= 3
order by newer.subject_id, newer.url, older.last_published_on, older.url;
