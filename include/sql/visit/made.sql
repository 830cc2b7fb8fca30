-- The visits made on some days, with their snapshots, ready for `read_payloads`: all, or those not read yet.
-- grain:  one row per planned visit that was made, by the place of its record
-- reads:  staging.planned_visit, staging.snapshot
-- params: observer_id, from_day, to_day, only_new, batch, batch_count
select
    snapshot.snapshot_id,
    snapshot.outcome,
    snapshot.http_status,
    snapshot.content_type,
    snapshot.final_url,
    snapshot.detail,
    snapshot.warc_file,
    snapshot.warc_offset,
    snapshot.warc_length,
    visit.kind as visit_kind,
    visit.subject_id as asked_of,
    visit.url as asked_url,
    visit.day as asked_on
from staging.snapshot
inner join staging.planned_visit as visit using (observer_id, snapshot_id)
where
    snapshot.observer_id = %(observer_id)s
    and snapshot.day >= %(from_day)s
    and snapshot.day < %(to_day)s
    and visit.state = 'done'
    and (visit.link_outcome is null or not %(only_new)s)
    and mart.batch_of(visit.subject_id, %(batch_count)s) = %(batch)s
order by snapshot.warc_file, snapshot.warc_offset, snapshot.snapshot_id;
