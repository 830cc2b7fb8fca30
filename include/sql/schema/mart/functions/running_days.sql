-- The running ones of a kind by subject: on which of the days each is judged.
-- needs: mart/functions/downtime_days mart/functions/versions_in_force
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

comment on function mart.running_days(text, text, date, date) is 'Running subjects of a kind, each with its days';
