-- Messages that an office is to handle: those that it refused (不予受理) are none.
-- needs: staging/message
create or replace view staging.valid_message as
select
    jurisdiction_id,
    channel,
    message_id,
    subject_id,
    kind,
    received_at,
    received_on,
    coalesce(deadline_at, due_at) as deadline_at,
    deadline_basis,
    closed_at,
    (closed_at at time zone 'Asia/Shanghai')::date as closed_on,
    is_verified,
    is_published
from staging.message
where state is distinct from 'rejected';

comment on view staging.valid_message is 'Messages that an office is to handle: those that it did not refuse (不予受理)';
comment on column staging.valid_message.jurisdiction_id is 'The office (主管单位)';
comment on column staging.valid_message.channel is '找错, 曝光台, 互动交流, 依申请公开, …';
comment on column staging.valid_message.message_id is 'Number of the message';
comment on column staging.valid_message.subject_id is 'The site it speaks of';
comment on column staging.valid_message.kind is 'Kind of message';
comment on column staging.valid_message.received_at is 'Instant of receipt, UTC';
comment on column staging.valid_message.received_on is 'Official day of receipt';
comment on column staging.valid_message.deadline_at is 'First instant that is too late, UTC';
comment on column staging.valid_message.deadline_basis is 'As in staging.message';
comment on column staging.valid_message.closed_at is 'When it was closed, UTC';
comment on column staging.valid_message.closed_on is 'Official day on which it was closed';
comment on column staging.valid_message.is_verified is 'Whether the problem was found to be true';
comment on column staging.valid_message.is_published is 'Whether the answer is on the web';
