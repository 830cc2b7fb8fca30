-- A message is an office's: two offices may number theirs alike.
-- needs: roles
create table staging.message (
    jurisdiction_id text not null,
    channel text not null,
    message_id text not null,
    subject_id text,
    received_at timestamptz not null,
    received_on date not null generated always as ((received_at at time zone 'Asia/Shanghai')::date) stored,
    due_at timestamptz,
    closed_at timestamptz,
    is_verified boolean,
    kind text,
    state text,
    is_published boolean,
    deadline_at timestamptz,
    deadline_basis text check (deadline_basis in ('stated', 'rule', 'unconfirmed_rule', 'unknown_calendar')),
    primary key (jurisdiction_id, channel, message_id)
);

comment on table staging.message is 'One message of a visitor (网民留言) and what became of it';
comment on column staging.message.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.message.channel is '找错, 曝光台, 互动交流, 依申请公开, …';
comment on column staging.message.message_id is 'Number of the message';
comment on column staging.message.subject_id is 'The site it speaks of';
comment on column staging.message.received_at is 'Instant of receipt, UTC';
comment on column staging.message.received_on is 'Official day of receipt';
comment on column staging.message.due_at is 'When it is due by the export, UTC';
comment on column staging.message.closed_at is 'When it was closed, UTC; null while it is open';
comment on column staging.message.is_verified is 'Whether the problem was found to be true (属实)';
comment on column staging.message.kind is 'Kind of message as the platform names it (错别字, 咨询, …)';
comment on column staging.message.state is 'State as the platform names it; rejected is 不予受理';
comment on column staging.message.is_published is 'Whether the answer is on the web';
comment on column staging.message.deadline_at is 'First instant that is too late, UTC';
comment on column staging.message.deadline_basis is
'stated by the export, by rule or unconfirmed_rule (include/due-times.yaml and the office''s file), or '
'unknown_calendar';
