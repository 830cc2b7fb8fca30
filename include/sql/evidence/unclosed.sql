-- Files of an office that came in before a day and stand in no segment yet, with what the index says of their records.
-- grain:  one row per file
-- reads:  staging.snapshot, archive.segment_file, archive.tombstone
-- params: observer_id, before
with buried as (
    select
        file,
        max(buried_at) as buried_at
    from archive.tombstone
    where observer_id = %(observer_id)s
    group by file
),

closed as (
    select segment_file.file
    from archive.segment_file
    inner join archive.segment using (observer_id, segment_no)
    left join buried using (file)
    where
        segment_file.observer_id = %(observer_id)s
        and (buried.buried_at is null or segment.closed_at > buried.buried_at)
)

select
    warc_file,
    count(*)::integer as record_count,
    archive.index_digest(array_agg(archive.index_line(snapshot))) as index_sha256
from staging.snapshot
where
    observer_id = %(observer_id)s
    and warc_file is not null
    and not exists (
        select
        from closed
        where closed.file = snapshot.warc_file
    )
group by warc_file
having max(day) < %(before)s
order by warc_file;
