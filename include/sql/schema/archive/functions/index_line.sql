-- needs: roles
create or replace function archive.index_line(
    snapshot_id text,
    warc_offset bigint,
    warc_length bigint,
    url text,
    outcome text,
    payload_digest text,
    fetched_at timestamptz
)
returns text
language sql
immutable
as $$
    -- an unchanged page may get its digest later, when the file with its body comes
    select concat_ws(
        '|', snapshot_id, warc_offset, warc_length, outcome,
        case when outcome <> 'unchanged' then payload_digest end,
        extract(epoch from fetched_at)::text, url
    )
$$;
comment on function archive.index_line is 'What the chain holds fast of a row of the index (索引行)';
