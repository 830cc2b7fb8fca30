-- Where the register of record ids and an office's index do not say the same, the first thousand.
-- grain:  one row per record
-- reads:  staging.snapshot, archive.record
-- params: observer_id
with differing as (
    select
        snapshot.snapshot_id,
        snapshot.warc_file as file,
        record.payload_digest as told,
        snapshot.payload_digest as found,
        case when record.record_id is null then 'record_unregistered' else 'record_register_changed' end as kind
    from staging.snapshot
    left join archive.record on snapshot.snapshot_id = record.record_id
    where
        snapshot.observer_id = %(observer_id)s
        and snapshot.warc_offset is not null
        and (
            record.record_id is null
            or (snapshot.outcome <> 'unchanged' and record.payload_digest is distinct from snapshot.payload_digest)
        )
),

-- of a file that the index still names: one of which all is gone was removed, or is missing as a file
lost as (
    select
        record.record_id as snapshot_id,
        record.file,
        record.payload_digest as told,
        null::text as found,
        'index_row_missing' as kind
    from archive.record
    where
        record.file in (
            select snapshot.warc_file
            from staging.snapshot
            where snapshot.observer_id = %(observer_id)s
        )
        and not exists (
            select
            from staging.snapshot
            where snapshot.snapshot_id = record.record_id
        )
)

select * from differing
union all
select * from lost
order by kind, file, snapshot_id
limit 1000;
