-- Whom an office registers on a day, and so looks at: a downtime keeps nobody from looking, it excuses where days are
-- judged.
-- needs: mart/dim_subject
create or replace function mart.registry_as_of(for_jurisdiction text, on_day date)
returns setof mart.dim_subject
language sql stable parallel safe
as $$
    select subject.*
    from mart.dim_subject as subject
    where
        subject.jurisdiction_id = for_jurisdiction
        and subject.valid_from <= on_day
        and (subject.valid_to is null or subject.valid_to > on_day)
$$;

comment on function mart.registry_as_of(text, date) is 'The registry of an office as it was on a day (某日登记情况)';
