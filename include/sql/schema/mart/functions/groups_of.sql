-- The groups by which bulletins count a subject, each written `<what>/<value>`, and '' for the whole. A group is the
-- registry's word on that day; one that closed before keeps its last. What is blank there is 其他.
-- needs: mart/dim_subject
create or replace function mart.groups_of(for_jurisdiction text, on_day date)
returns table (subject_id text, dimensions text[])
language sql stable parallel safe
as $$
    select distinct on (subject.subject_id)
        subject.subject_id,
        array_remove(
            array[
                '',
                'region/' || coalesce(subject.region, '其他'),
                'level/' || coalesce(subject.level, '其他'),
                'class/' || coalesce(subject.organiser_class, 'other'),
                'kind/' || coalesce(subject.site_kind, subject.account_kind, '其他'),
                'platform/' || subject.platform
            ],
            null
        )
    from mart.dim_subject as subject
    where subject.jurisdiction_id = for_jurisdiction and subject.valid_from <= on_day
    order by subject.subject_id asc, subject.valid_from desc
$$;

comment on function mart.groups_of(text, date) is 'Groups of the subjects of an office, by which figures are counted';
