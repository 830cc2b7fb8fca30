-- One row an article whose text stood earlier under another address of the same site with an older date (旧稿重发).
-- Two texts are the same where at most 3 of 64 bits differ. Then one of their four quarters of 16 bits is equal,
-- which is what the join looks for. Where one address follows the other on the very same day, the dates decide.
-- needs: staging/views/article
create or replace view staging.reissue as
with quarter as (
    select
        article.*,
        part,
        (article.last_text_hash::bit(64) << (16 * part))::bit(16) as bits
    from staging.article
    cross join generate_series(0, 3) as part
    where article.last_text_hash is not null and article.last_published_on is not null
)

select distinct on (newer.observer_id, newer.subject_id, newer.url)
    newer.observer_id,
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
        newer.observer_id = older.observer_id
        and newer.subject_id = older.subject_id
        and newer.part = older.part
        and newer.bits = older.bits
        and newer.url <> older.url
        and newer.last_published_on > older.last_published_on
        and newer.first_seen_on >= older.first_seen_on
where bit_count(int8xor(newer.last_text_hash, older.last_text_hash)::bit(64)) <= 3
order by newer.observer_id, newer.subject_id, newer.url, older.last_published_on, older.url;

comment on view staging.reissue is
'One article whose text stood earlier on the same site under another address with an older date (旧稿重发): a sign for '
'people, since short formulaic texts are alike without being the same';
comment on column staging.reissue.observer_id is 'The office that observed (观测单位)';
comment on column staging.reissue.subject_id is 'The site';
comment on column staging.reissue.url is 'Address of the newer';
comment on column staging.reissue.day is 'First day it was read';
comment on column staging.reissue.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.reissue.title is 'Its title';
comment on column staging.reissue.published_on is 'Date of the newer';
comment on column staging.reissue.older_url is 'Address of the older';
comment on column staging.reissue.older_title is 'Title of the older';
comment on column staging.reissue.older_snapshot_id is 'Record of the older';
comment on column staging.reissue.older_published_on is 'Date of the older';
comment on column staging.reissue.older_first_seen_on is 'First day the older was read';
comment on column staging.reissue.bits_apart is 'Bits of 64 in which the two texts differ, at most 3';
