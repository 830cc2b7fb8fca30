-- What every measure asks first: who is in force, what the home page said, what an inspector decided.
-- depends: 0005-registry

create index on staging.page (day) where kind = 'home';
create index on staging.mark (day);
create index on staging.link (day) where outcome = 'broken';
create index on staging.term_hit (day) where severity = 'grave';
create index on mart.fact_finding (jurisdiction_id, subject_id, indicator_id) where verdict = 'fail';

-- One row per subject and day in force, of those that the office's registry names (a subject that no
-- registry names is everybody's). The status is that of the monitoring point (监测时间点), the end of the
-- local day: while an approved downtime (临时下线) covers it, a running site is suspended.
create function mart.subjects_in_force(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, day date, kind text, status text, site_code text)
language sql stable
as $$
    select
        version.subject_id,
        version.day,
        version.kind,
        case when downtime.subject_id is null then version.status else 'suspended' end,
        version.site_code
    from (
        select
            subject.subject_id,
            subject.kind,
            subject.status,
            subject.site_code,
            generate_series(
                greatest(subject.valid_from, registration.valid_from, from_day),
                least(subject.valid_to, registration.valid_to, to_day) - 1,
                interval '1 day'
            )::date as day
        from mart.dim_subject as subject
        left join mart.dim_registration as registration on registration.subject_id = subject.subject_id
        where coalesce(registration.jurisdiction_id, for_jurisdiction) = for_jurisdiction
    ) as version
    left join (
        select distinct
            approved.subject_id,
            generate_series(
                greatest((approved.starts_at at time zone 'Asia/Shanghai')::date, from_day),
                least((approved.ends_at at time zone 'Asia/Shanghai')::date, to_day) - 1,
                interval '1 day'
            )::date as day
        from mart.dim_downtime as approved
    ) as downtime
        on version.status = 'running' and downtime.subject_id = version.subject_id and downtime.day = version.day
$$;

-- The running ones of a kind: those that are judged. In plpgsql because its rows are many, which the
-- planner believes of a function like this and would not guess of the query inside.
create function mart.running_subjects(for_jurisdiction text, for_kind text, from_day date, to_day date)
returns table (subject_id text, day date, site_code text)
language plpgsql stable rows 1000000
as $$
begin
    return query
    select subject.subject_id, subject.day, subject.site_code
    from mart.subjects_in_force(for_jurisdiction, from_day, to_day) as subject
    where subject.kind = for_kind and subject.status = 'running';
end
$$;

-- Why a page could not be read, from its read state; null where it could.
create function staging.unread_reason(read_state text)
returns text
language sql immutable
as $$
    select case
        when read_state in ('ok', 'empty') then null
        when read_state = 'blocked' then 'page_blocked'
        when read_state = 'script_shell' then 'needs_browser'
        else 'not_crawled'
    end
$$;

-- One row per site and day: its home page (首页), the readable one where two addresses lead to one.
create view staging.home_page as
select distinct on (subject_id, day)
    subject_id,
    day,
    url,
    snapshot_id,
    read_state,
    item_count,
    newest_item_on
from staging.page
where kind = 'home'
order by subject_id asc, day asc, staging.unread_reason(read_state) is null desc, url asc;

-- One row per page or post: the last word of an inspector on it. Of two words on one day the milder holds.
create view mart.last_decision as
select distinct on (jurisdiction_id, subject_id, indicator_id, locator)
    jurisdiction_id,
    subject_id,
    indicator_id,
    locator,
    decision,
    valid_from,
    report_id
from mart.fact_decision
where locator is not null and indicator_id is not null and decision <> 'reported'
order by
    jurisdiction_id asc, subject_id asc, indicator_id asc, locator asc,
    valid_from desc, decision = 'struck_out' desc, decision = 'downgraded' desc, decision_id asc;
