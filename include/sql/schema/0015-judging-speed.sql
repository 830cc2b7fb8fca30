-- Judging a whole office at once: columns kept as changes, subjects in force without a row for each question.
-- depends: 0014-rules

-- What columns (栏目) were like, kept as changes: a row holds from `day` to `last_day`. The daily rows of
-- staging.site_column stay what they are, and these are folded from them (judge/column_state.sql). A row never
-- crosses the end of a month, so that a day finds its rows without reading years.
create table staging.column_state (
    subject_id text not null,
    url text not null,
    day date not null,
    last_day date not null check (last_day >= day),
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    source text not null,
    read_state text not null,
    is_blank boolean,
    newest_item_on date,
    primary key (subject_id, day, url)
);
create index on staging.column_state (day);

-- Days whose daily rows changed since they were folded; doubled days do no harm. A key would make batches that
-- are read at once wait for one another.
create table staging.unfolded_day (day date not null);

create function staging.note_new_columns()
returns trigger
language plpgsql
as $$
begin
    insert into staging.unfolded_day select distinct day from new_row;
    return null;
end
$$;

create function staging.note_old_columns()
returns trigger
language plpgsql
as $$
begin
    insert into staging.unfolded_day select distinct day from old_row;
    return null;
end
$$;

create trigger note_inserted after insert on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_updated_from after update on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();
create trigger note_updated_to after update on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_deleted after delete on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();

insert into staging.unfolded_day select distinct day from staging.site_column;

-- Read by day first, and by subject only together with days: one index serves both.
alter table mart.fact_assessment_day
drop constraint fact_assessment_day_pkey,
add primary key (jurisdiction_id, day, subject_id, edition_id);
drop index mart.fact_assessment_day_jurisdiction_id_day_idx;

alter table mart.fact_finding
drop constraint fact_finding_pkey,
add primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id);
drop index mart.fact_finding_jurisdiction_id_day_idx;

-- The first day on which a column is late: news columns owe an update in days, notices and policies in months, the
-- rest in other months. One without any date is late from ever.
create function staging.late_on(
    class text, newest_item_on date, news_days integer, document_months integer, yearly_months integer
)
returns date
language sql immutable parallel safe
as $$
    select coalesce(
        case
            when class = 'news' then newest_item_on + news_days
            when class in ('notice', 'policy') then (newest_item_on + make_interval(months => document_months))::date
            else (newest_item_on + make_interval(months => yearly_months))::date
        end,
        '-infinity'
    )
$$;

alter function mart.known_until() parallel safe;
alter function staging.unread_reason(text) parallel safe;

-- The days of approved downtime (临时下线) by subject: those at whose end it lasts.
create function mart.downtime_days(from_day date, to_day date)
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
        (approved.starts_at at time zone 'Asia/Shanghai')::date < to_day
        and (approved.ends_at at time zone 'Asia/Shanghai')::date > from_day
        and approved.ends_at >= approved.starts_at
    group by approved.subject_id
$$;

-- One row per version of a subject in force on some of the days, with those days. The planner takes a `case` for
-- half of the rows, but for a third or less each comparison of things that it knows nothing about: with these it
-- would expect a handful of rows here, and join a hundred thousand one by one.
create function mart.versions_in_force(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, kind text, status text, site_code text, first_day date, until_day date)
language sql stable parallel safe
as $$
    select
        subject.subject_id,
        subject.kind,
        subject.status,
        subject.site_code,
        greatest(subject.valid_from, registration.valid_from, from_day),
        least(subject.valid_to, registration.valid_to, to_day)
    from mart.dim_subject as subject
    left join mart.dim_registration as registration on registration.subject_id = subject.subject_id
    where
        case
            when coalesce(registration.jurisdiction_id, for_jurisdiction) <> for_jurisdiction then false
            else
                greatest(subject.valid_from, registration.valid_from, from_day)
                < least(subject.valid_to, registration.valid_to, to_day)
        end
$$;

-- As before; the days from a series that the planner can count.
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
    left join mart.downtime_days(from_day, to_day) as downtime on downtime.subject_id = version.subject_id
    cross join generate_series(0, to_day - from_day - 1) as asked (number)
    where
        case
            when from_day + asked.number < version.first_day then false
            else from_day + asked.number < version.until_day
        end
$$;

-- The running ones of a kind: those that are judged. One query with the measure that asks, so that the planner
-- leaves out what is not asked for and may share the work among processes.
create or replace function mart.running_subjects(for_jurisdiction text, for_kind text, from_day date, to_day date)
returns table (subject_id text, day date, site_code text)
language sql stable parallel safe
as $$
    select
        version.subject_id,
        from_day + asked.number,
        version.site_code
    from mart.versions_in_force(for_jurisdiction, from_day, to_day) as version
    left join mart.downtime_days(from_day, to_day) as downtime on downtime.subject_id = version.subject_id
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

-- The same by subject: on which of the days it is judged.
create function mart.running_days(for_jurisdiction text, for_kind text, from_day date, to_day date)
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
    left join mart.downtime_days(from_day, to_day) as downtime on downtime.subject_id = running.subject_id
$$;

comment on function mart.subjects_in_force(text, date, date) is 'Subjects of an office by day, with their status';
comment on function mart.running_subjects(text, text, date, date) is 'Running subjects of a kind by day';
comment on function mart.running_days(text, text, date, date) is 'Running subjects of a kind, each with its days';
