-- needs: roles
create or replace function archive.index_digest(lines text[])
returns text
language sql
immutable
as $$
    select encode(sha256(convert_to(string_agg(line, E'\n' order by line collate "C"), 'UTF8')), 'hex')
    from unnest(lines) as line
$$;
comment on function archive.index_digest is 'SHA-256 of the index lines of a file, whatever their order (索引摘要)';
