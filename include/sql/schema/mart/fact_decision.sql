-- needs: mart/functions/kind_of ops/functions/keep_whole
create table mart.fact_decision (
    decision_id uuid primary key,
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    decision text not null check (decision in ('confirmed', 'struck_out', 'downgraded', 'reported')),
    valid_from date not null,
    valid_to date,
    locator text,
    body text not null,
    note text,
    attachment text,
    report_id text,
    recorded_at timestamptz not null default now(),
    kind text generated always as (mart.kind_of(subject_id)) stored
);
create index on mart.fact_decision (jurisdiction_id, subject_id, indicator_id);
create trigger keep_whole before update or delete or truncate on mart.fact_decision
for each statement execute function ops.keep_whole();

comment on table mart.fact_decision is 'What people said (人工判定); append only, untouched by judging';
comment on column mart.fact_decision.decision_id is 'UUID made from its content';
comment on column mart.fact_decision.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_decision.subject_id is 'The site or account';
comment on column mart.fact_decision.indicator_id is 'Indicator it speaks of, if any';
comment on column mart.fact_decision.reason_id is 'Reason it gives, if any';
comment on column mart.fact_decision.decision is
'confirmed (确认), struck_out (误报, 核减), downgraded (降级) or reported (报告)';
comment on column mart.fact_decision.valid_from is 'Day it speaks of, and first day it holds';
comment on column mart.fact_decision.valid_to is 'Last day it holds; null without end';
comment on column mart.fact_decision.locator is 'Page or post:<id> it speaks of; null for the indicator as a whole';
comment on column mart.fact_decision.body is 'Body that decided, never a person';
comment on column mart.fact_decision.note is 'Note';
comment on column mart.fact_decision.attachment is 'Attachment';
comment on column mart.fact_decision.report_id is 'The report it came from';
comment on column mart.fact_decision.recorded_at is 'When it was entered (known_until replays what was known)';
comment on column mart.fact_decision.kind is 'site (政府网站) or account (政务新媒体)';
