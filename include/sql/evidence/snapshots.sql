-- Snapshots by their ids, each followed by the one that holds the body of an unchanged page.
-- grain:  one row per snapshot
-- reads:  staging.snapshot, staging.page, archive.record
-- params: observer_id, snapshot_ids
with asked as (
    select
        snapshot_id,
        refers_to
    from staging.snapshot
    where observer_id = %(observer_id)s and snapshot_id = any(%(snapshot_ids)s)
)

select
    snapshot.snapshot_id,
    snapshot.url,
    snapshot.fetched_at,
    snapshot.outcome,
    snapshot.http_status,
    snapshot.content_type,
    snapshot.payload_digest,
    snapshot.refers_to,
    snapshot.final_url,
    snapshot.detail,
    snapshot.warc_file,
    snapshot.warc_offset,
    snapshot.warc_length,
    min(page.title) as title,
    min(record.payload_digest) as register_digest
from staging.snapshot
left join staging.page using (observer_id, snapshot_id)
left join archive.record on snapshot.snapshot_id = record.record_id
where
    snapshot.observer_id = %(observer_id)s
    and (
        snapshot.snapshot_id in (select asked.snapshot_id from asked)
        or snapshot.snapshot_id in (select asked.refers_to from asked)
    )
group by snapshot.observer_id, snapshot.snapshot_id, snapshot.day
order by snapshot.warc_file, snapshot.warc_offset, snapshot.snapshot_id;
