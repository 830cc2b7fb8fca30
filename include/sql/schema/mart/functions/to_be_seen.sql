-- Whom an office itself looks at on a day: its registry, without those that the office observes with which it observes
-- (observes_with; null for none): they are fetched once.
-- needs: mart/functions/lent_subjects mart/functions/registry_as_of
create or replace function mart.to_be_seen(for_jurisdiction text, observes_with text, on_day date)
returns setof mart.dim_subject
language sql stable parallel safe
as $$
    select subject.*
    from mart.registry_as_of(for_jurisdiction, on_day) as subject
    where
        observes_with is null
        or subject.subject_id not in (
            select lent.subject_id
            from mart.lent_subjects(for_jurisdiction, observes_with) as lent
            where lent.days @> on_day
        )
$$;

comment on function mart.to_be_seen(text, text, date) is 'Whom an office itself looks at on a day (自行观测的对象)';
