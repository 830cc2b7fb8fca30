-- The running ones of a kind: those that are judged. One query with the measure that asks, so that the planner
-- leaves out what is not asked for and may share the work among processes.
-- needs: mart/functions/downtime_days mart/functions/versions_in_force
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

comment on function mart.running_subjects(text, text, date, date) is 'Running subjects of a kind by day';
