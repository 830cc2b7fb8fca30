-- needs: mart/functions/keep_signed ops/functions/keep_whole
create table mart.bulletin (
    bulletin_id text not null,
    edition_no integer not null,
    jurisdiction_id text not null,
    period_id text not null,
    title text not null,
    template text not null,
    state text not null check (state in ('draft', 'signed')),
    content_sha256 text not null,
    output_path text not null,
    signed_by text,
    signed_at timestamptz,
    files_sha256 text not null default '',
    issued_on date,
    document_number text not null default '',
    change_list jsonb not null default '{}',
    warnings text[] not null default '{}',
    drafted_by text not null default '',
    primary key (bulletin_id, edition_no)
);
create trigger keep_signed before update or delete on mart.bulletin
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin
for each statement execute function ops.keep_whole();

comment on table mart.bulletin is 'Editions of bulletins (通报): drafts and signed ones';
comment on column mart.bulletin.bulletin_id is 'The publication';
comment on column mart.bulletin.edition_no is 'Its edition (版次)';
comment on column mart.bulletin.jurisdiction_id is 'The office that publishes (主管单位)';
comment on column mart.bulletin.period_id is 'The period (检查周期)';
comment on column mart.bulletin.title is 'Title (标题)';
comment on column mart.bulletin.template is 'Template it was made from';
comment on column mart.bulletin.state is 'draft (草稿) or signed (签发)';
comment on column mart.bulletin.content_sha256 is 'SHA-256 of its page bulletin.html';
comment on column mart.bulletin.output_path is 'Folder of its files';
comment on column mart.bulletin.signed_by is 'Who signed (签发人)';
comment on column mart.bulletin.signed_at is 'When, UTC';
comment on column mart.bulletin.files_sha256 is
'SHA-256 of all files: of the lines that sha256sum prints for them, sorted by name';
comment on column mart.bulletin.issued_on is 'Day of issue (成文日期); null for a draft';
comment on column mart.bulletin.document_number is 'Serial number given by the registry of documents (发文序号)';
comment on column mart.bulletin.change_list is
'What differs from the edition signed before (更正内容): figures, list rows, sentences; empty for the first';
comment on column mart.bulletin.warnings is
'What could not be set or printed as the office asks, told to whoever signs (提示)';
comment on column mart.bulletin.drafted_by is 'Who had it drafted (拟稿人); empty where the schedule did';
