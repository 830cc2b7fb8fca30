-- One row per version of a subject in force on some of the days, with those days. The planner takes a `case` for
-- half of the rows, but for a third or less each comparison of things that it knows nothing about: with these it
-- would expect a handful of rows here, and join a hundred thousand one by one.
-- needs: mart/dim_subject
create or replace function mart.versions_in_force(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, kind text, status text, site_code text, first_day date, until_day date)
language sql stable parallel safe
as $$
    select
        subject.subject_id,
        subject.kind,
        subject.status,
        subject.site_code,
        greatest(subject.valid_from, from_day),
        least(subject.valid_to, to_day)
    from mart.dim_subject as subject
    where
        case
            when subject.jurisdiction_id <> for_jurisdiction then false
            else greatest(subject.valid_from, from_day) < least(subject.valid_to, to_day)
        end
$$;
