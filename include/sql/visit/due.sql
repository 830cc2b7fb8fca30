-- Visits that are due, for one batch; what another process is about to make is left to it.
-- Batches split the hosts, so that one process alone paces its visits to a host.
-- grain:  one row per planned visit, the longest due first
-- reads:  staging.planned_visit (locks what it gives)
-- params: observer_id, now, batch, batch_count, most
select
    kind,
    subject_id,
    url,
    day
from staging.planned_visit
where
    observer_id = %(observer_id)s
    and state = 'planned'
    and not_before <= %(now)s
    and mart.batch_of(split_part(url, '/', 3), %(batch_count)s) = %(batch)s
order by not_before, kind, subject_id, url, day
limit %(most)s
for update skip locked;
