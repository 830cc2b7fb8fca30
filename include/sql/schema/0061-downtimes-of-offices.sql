-- Approved downtimes are an office's: what the city approved does not excuse the site before the province that judges
-- it too, until its own list says so. Those that are here excuse before every office that judges the site, as before.
-- depends: 0060-reports-of-offices 0015-judging-speed

alter table mart.dim_downtime add column jurisdiction_id text;
comment on column mart.dim_downtime.jurisdiction_id is 'The office whose list names it (主管单位)';
comment on table mart.dim_downtime is 'Approved downtimes (临时下线): one row per office, site and beginning';
alter table mart.dim_downtime drop constraint dim_downtime_pkey;
with office as (
    select distinct
        jurisdiction_id,
        subject_id
    from mart.dim_registration
)

insert into mart.dim_downtime (jurisdiction_id, subject_id, starts_at, ends_at, reason, approval)
select
    office.jurisdiction_id,
    approved.subject_id,
    approved.starts_at,
    approved.ends_at,
    approved.reason,
    approved.approval
from mart.dim_downtime as approved
inner join office on approved.subject_id = office.subject_id;
-- of a site that nobody registers: of the first office, or of none
delete from mart.dim_downtime as approved
where
    approved.jurisdiction_id is null
    and approved.subject_id in (select registration.subject_id from mart.dim_registration as registration);
update mart.dim_downtime
set
    jurisdiction_id = coalesce(
        (select min(registration.jurisdiction_id) from mart.dim_registration as registration), ''
    )
where jurisdiction_id is null;
alter table mart.dim_downtime alter column jurisdiction_id set not null;
alter table mart.dim_downtime add primary key (jurisdiction_id, subject_id, starts_at);

drop function mart.downtime_days(date, date);

-- The days of downtime that an office approved (临时下线) by subject: those at whose end it lasts.
create function mart.downtime_days(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, days datemultirange)
language sql stable parallel safe
as $$
    select
        approved.subject_id,
        range_agg(
            daterange(
                (approved.starts_at at time zone 'Asia/Shanghai')::date,
                (approved.ends_at at time zone 'Asia/Shanghai')::date
            )
        )
    from mart.dim_downtime as approved
    where
        approved.jurisdiction_id = for_jurisdiction
        and (approved.starts_at at time zone 'Asia/Shanghai')::date < to_day
        and (approved.ends_at at time zone 'Asia/Shanghai')::date > from_day
        and approved.ends_at >= approved.starts_at
    group by approved.subject_id
$$;

-- The same as before, with the office's own downtimes.
create or replace function mart.subjects_in_force(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, day date, kind text, status text, site_code text)
language sql stable parallel safe
as $$
    select
        version.subject_id,
        from_day + asked.number,
        version.kind,
        case
            when version.status = 'running' and downtime.days @> from_day + asked.number then 'suspended'
            else version.status
        end,
        version.site_code
    from mart.versions_in_force(for_jurisdiction, from_day, to_day) as version
    left join mart.downtime_days(for_jurisdiction, from_day, to_day) as downtime
        on downtime.subject_id = version.subject_id
    cross join generate_series(0, to_day - from_day - 1) as asked (number)
    where
        case
            when from_day + asked.number < version.first_day then false
            else from_day + asked.number < version.until_day
        end
$$;

create or replace function mart.running_subjects(for_jurisdiction text, for_kind text, from_day date, to_day date)
returns table (subject_id text, day date, site_code text)
language sql stable parallel safe
as $$
    select
        version.subject_id,
        from_day + asked.number,
        version.site_code
    from mart.versions_in_force(for_jurisdiction, from_day, to_day) as version
    left join mart.downtime_days(for_jurisdiction, from_day, to_day) as downtime
        on downtime.subject_id = version.subject_id
    cross join generate_series(0, to_day - from_day - 1) as asked (number)
    where
        version.kind = for_kind
        and version.status = 'running'
        and case
            when from_day + asked.number < version.first_day then false
            when from_day + asked.number >= version.until_day then false
            else coalesce(not downtime.days @> from_day + asked.number, true)
        end
$$;

create or replace function mart.running_days(for_jurisdiction text, for_kind text, from_day date, to_day date)
returns table (subject_id text, days datemultirange)
language sql stable parallel safe
as $$
    select
        running.subject_id,
        running.days - coalesce(downtime.days, '{}')
    from (
        select
            version.subject_id,
            range_agg(daterange(version.first_day, version.until_day)) as days
        from mart.versions_in_force(for_jurisdiction, from_day, to_day) as version
        where version.kind = for_kind and version.status = 'running'
        group by version.subject_id
    ) as running
    left join mart.downtime_days(for_jurisdiction, from_day, to_day) as downtime
        on downtime.subject_id = running.subject_id
$$;

create or replace function mart.is_running(for_jurisdiction text, for_subject text, on_day date)
returns boolean
language sql stable
as $$
    select exists (
        select 1
        from mart.dim_subject as subject
        where
            subject.subject_id = for_subject
            and subject.status = 'running'
            and subject.valid_from <= on_day
            and (subject.valid_to is null or subject.valid_to > on_day)
    )
    and not exists (
        select 1
        from mart.dim_downtime as approved
        where
            approved.jurisdiction_id = for_jurisdiction
            and approved.subject_id = for_subject
            and (approved.starts_at at time zone 'Asia/Shanghai')::date <= on_day
            and (approved.ends_at at time zone 'Asia/Shanghai')::date > on_day
    )
    and coalesce(
        (
            select bool_or(
                registration.jurisdiction_id = for_jurisdiction
                and registration.valid_from <= on_day
                and (registration.valid_to is null or registration.valid_to > on_day)
            )
            from mart.dim_registration as registration
            where registration.subject_id = for_subject
        ),
        true
    )
$$;
