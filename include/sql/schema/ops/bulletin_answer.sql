-- what people answered to a draft; a draft that is rebuilt does not erase it
-- needs: roles ops/functions/keep_whole
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
create trigger keep_whole before update or delete or truncate on ops.bulletin_answer
for each statement execute function ops.keep_whole();

comment on table ops.bulletin_answer is
'What people answered to a draft (审签意见); a draft that is rebuilt does not erase it';
comment on column ops.bulletin_answer.bulletin_id is 'The publication';
comment on column ops.bulletin_answer.answered_at is 'Instant of the answer, UTC';
comment on column ops.bulletin_answer.decision is 'signed (签发) or returned (退回)';
comment on column ops.bulletin_answer.answered_by is 'Who answered';
comment on column ops.bulletin_answer.note is 'Note';
comment on column ops.bulletin_answer.draft_sha256 is 'SHA-256 of the page of the draft that was answered';
comment on column ops.bulletin_answer.edition_no is 'Edition (版次) that was signed; null where it was returned';
