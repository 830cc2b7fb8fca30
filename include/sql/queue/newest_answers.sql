-- The newest answer of each site whose answer was kept, of the newest days, for what it says of the time.
-- grain:  one row a site, at most 20
-- reads:  staging.snapshot
-- params: observer_id
select
    answered.snapshot_id,
    answered.url,
    answered.fetched_at,
    answered.outcome,
    answered.http_status,
    answered.refers_to,
    answered.warc_file,
    answered.warc_offset,
    answered.warc_length
from (
    select distinct on (kept.subject_id) kept.*
    from staging.snapshot as kept
    where
        kept.observer_id = %(observer_id)s
        and kept.outcome = 'fetched'
        and kept.warc_file is not null
        and kept.day >= (
            select max(newest.day) - 7
            from staging.snapshot as newest
            where newest.observer_id = %(observer_id)s
        )
    order by kept.subject_id asc, kept.fetched_at desc
) as answered
order by answered.fetched_at desc
limit 20;
