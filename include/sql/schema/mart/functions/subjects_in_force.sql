-- One row per subject and day in force, of those that the office's registry names.
-- The status is that of the monitoring point (监测时间点), the end of the
-- local day: while an approved downtime (临时下线) covers it, a running site is suspended.
-- The days come from a series that the planner can count.
-- needs: mart/functions/downtime_days mart/functions/versions_in_force
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

comment on function mart.subjects_in_force(text, date, date) is 'Subjects of an office by day, with their status';
