-- Every file of an edition has its digest, an edition that was signed cannot change, answers to a draft are kept.
-- depends: 0017-quality

create table mart.bulletin_file (
    bulletin_id text not null,
    edition_no integer not null,
    name text not null,
    sha256 text not null,
    byte_count bigint not null,
    primary key (bulletin_id, edition_no, name),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
comment on table mart.bulletin_file is 'Files of an edition, as they were written (印发文件)';
comment on column mart.bulletin_file.bulletin_id is 'The publication';
comment on column mart.bulletin_file.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_file.name is 'Name of the file in the folder of the edition';
comment on column mart.bulletin_file.sha256 is 'SHA-256 of its bytes, hexadecimal';
comment on column mart.bulletin_file.byte_count is 'Its size in bytes';

alter table mart.bulletin add column files_sha256 text not null default '';
alter table mart.bulletin add column issued_on date;
alter table mart.bulletin add column document_number text not null default '';
alter table mart.bulletin add column change_list jsonb not null default '{}';
comment on column mart.bulletin.content_sha256 is 'SHA-256 of its page bulletin.html';
comment on column mart.bulletin.files_sha256 is
'SHA-256 of all files: of the lines that sha256sum prints for them, sorted by name';
comment on column mart.bulletin.issued_on is 'Day of issue (成文日期); null for a draft';
comment on column mart.bulletin.document_number is 'Serial number given by the registry of documents (发文序号)';
comment on column mart.bulletin.change_list is
'What differs from the edition signed before (更正内容): figures, list rows, sentences; empty for the first';

-- what people answered to a draft; a draft that is rebuilt does not erase it
create table ops.bulletin_answer (
    bulletin_id text not null,
    answered_at timestamptz not null,
    decision text not null check (decision in ('signed', 'returned')),
    answered_by text not null,
    note text not null,
    draft_sha256 text not null,
    edition_no integer,
    primary key (bulletin_id, answered_at)
);

create function mart.keep_signed() returns trigger language plpgsql as $$
begin
    if old.edition_no > 0 then
        raise exception 'edition % of % is signed and cannot change', old.edition_no, old.bulletin_id;
    end if;
    return coalesce(new, old);
end
$$;
create trigger keep_signed before update or delete on mart.bulletin
for each row execute function mart.keep_signed();
create trigger keep_signed before update or delete on mart.bulletin_figure
for each row execute function mart.keep_signed();
create trigger keep_signed before update or delete on mart.bulletin_file
for each row execute function mart.keep_signed();
