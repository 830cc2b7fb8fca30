-- Whether an office's subject runs at the end of a day; for few rows, where running_subjects is for all.
-- needs: mart/views/approved_downtime mart/dim_subject
create or replace function mart.is_running(for_jurisdiction text, for_subject text, on_day date)
returns boolean
language sql stable
as $$
    select exists (
        select 1
        from mart.dim_subject as subject
        where
            subject.jurisdiction_id = for_jurisdiction
            and subject.subject_id = for_subject
            and subject.status = 'running'
            and subject.valid_from <= on_day
            and (subject.valid_to is null or subject.valid_to > on_day)
    )
    and not exists (
        select 1
        from mart.approved_downtime as approved
        where
            approved.jurisdiction_id = for_jurisdiction
            and approved.subject_id = for_subject
            and (approved.starts_at at time zone 'Asia/Shanghai')::date <= on_day
            and (approved.ends_at at time zone 'Asia/Shanghai')::date > on_day
    )
$$;

comment on function mart.is_running(text, text, date) is 'Whether a subject of an office runs at the end of a day';
