-- Until when a message is to be closed: what its export states, or what the office's due times make of its receipt.
-- depends: 0020-further-inputs

alter table staging.message
add column deadline_at timestamptz,
add column deadline_basis text check (deadline_basis in ('stated', 'rule', 'unconfirmed_rule', 'unknown_calendar'));
update staging.message set deadline_at = due_at, deadline_basis = 'stated'
where due_at is not null;

-- Messages that an office is to handle: those that it refused (不予受理) are none.
create view staging.valid_message as
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
