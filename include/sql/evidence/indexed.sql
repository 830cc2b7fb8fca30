-- What the index says now of the records of files, as their segment noted it.
-- grain:  one row per file
-- reads:  staging.snapshot
-- params: observer_id, files
select
    warc_file,
    count(*)::integer as record_count,
    archive.index_digest(array_agg(archive.index_line(snapshot))) as index_sha256
from staging.snapshot
where observer_id = %(observer_id)s and warc_file = any(%(files)s)
group by warc_file
order by warc_file;
