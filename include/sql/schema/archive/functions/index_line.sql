-- needs: roles staging/snapshot
create or replace function archive.index_line(snapshot staging.snapshot)
returns text
language sql
immutable
as $$
    -- whose page it is and how it answered accuse as much as its bytes; an unchanged page of a file that came in may
    -- get status, type and body later, when the file with its body comes: verify compares these with the record
    select json_build_array(
        snapshot.snapshot_id, snapshot.subject_id, snapshot.url, extract(epoch from snapshot.fetched_at)::text, snapshot.outcome,
        snapshot.warc_offset, snapshot.warc_length, snapshot.byte_count, snapshot.final_url, snapshot.detail,
        case
            when snapshot.outcome <> 'unchanged'
                then json_build_array(snapshot.payload_digest, snapshot.http_status, snapshot.content_type, snapshot.refers_to)
        end
    )::text
$$;
comment on function archive.index_line is 'What the chain holds fast of a row of the index (索引行)';
