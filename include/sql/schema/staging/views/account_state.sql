-- One row per look that counts and state it tells of: was the account in that state, as far as this look saw? A look
-- that saw posts or a profile denies that the account is gone; a look that saw no name says nothing of names.
-- needs: mart/dim_subject staging/account_check staging/functions/told_states
create or replace view staging.account_state as
select
    subject.jurisdiction_id,
    look.observer_id,
    look.subject_id,
    look.day,
    told.state,
    told.is_seen,
    told.seen,
    look.checked_at,
    look.connector,
    look.snapshot_id
from staging.account_check as look
inner join mart.dim_subject as subject
    on
        look.subject_id = subject.subject_id
        and look.day >= subject.valid_from
        and (subject.valid_to is null or look.day < subject.valid_to)
cross join
    lateral staging.told_states(
        look.account_state,
        look.name_seen,
        look.organiser_seen,
        look.is_certified,
        subject.name,
        subject.organiser
    ) as told
where
    look.is_source_healthy
    and (look.outcome in ('ok', 'answered') or look.account_state is not null);

comment on view staging.account_state is 'What one healthy look says of one state of an account (账号状态)';
comment on column staging.account_state.jurisdiction_id is 'The office whose registry it is held against (主管单位)';
comment on column staging.account_state.observer_id is 'The office that observed (观测单位)';
comment on column staging.account_state.subject_id is 'The account';
comment on column staging.account_state.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.account_state.state is
'not_found (查询无结果), cancelled, migrated, unusable, renamed, organiser_differs (both against the registry of the '
'day) or uncertified';
comment on column staging.account_state.is_seen is 'Whether the look saw it';
comment on column staging.account_state.seen is 'What it saw';
comment on column staging.account_state.checked_at is 'Instant of the look, UTC';
comment on column staging.account_state.connector is 'Route that looked';
comment on column staging.account_state.snapshot_id is 'The record that shows it: its WARC-Record-ID';
