-- what people answered to proposals: who, when, and what they were shown; the office alone stands in the decision
-- needs: roles ops/functions/keep_whole
create table ops.proposal_answer (
    jurisdiction_id text not null,
    report_id text not null,
    answered_at timestamptz not null,
    answered_by text not null,
    decision text not null,
    shown_sha256 text not null,
    primary key (jurisdiction_id, report_id, answered_at)
);
create trigger keep_whole before update or delete or truncate on ops.proposal_answer
for each statement execute function ops.keep_whole();

comment on table ops.proposal_answer is
'What people answered to proposals (确认记录): who, when, and what they were shown; append only';
comment on column ops.proposal_answer.jurisdiction_id is 'The office (主管单位)';
comment on column ops.proposal_answer.report_id is 'The report made of the answer, and so its decision';
comment on column ops.proposal_answer.answered_at is 'Instant of the answer, UTC';
comment on column ops.proposal_answer.answered_by is 'Login of who answered';
comment on column ops.proposal_answer.decision is 'confirmed (确认), downgraded (降级) or struck_out (剔除)';
comment on column ops.proposal_answer.shown_sha256 is 'SHA-256 of the text of the batch that was shown';
