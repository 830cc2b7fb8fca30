-- Subjects of an office in force on a day (检查对象), by kind and name.
-- grain:  one row per subject
-- reads:  mart.versions_in_force, mart.dim_subject, mart.quarter_subject
-- params: jurisdiction_id, day, search (part of a name, organiser, code, id or address; null for all), kind (or null)
with graded as (
    select distinct on (subject_id)
        subject_id,
        period_id,
        grade
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s
    order by subject_id asc, period_id desc
)

select
    subject.subject_id,
    subject.kind,
    coalesce(subject.site_code, subject.account_id) as code,
    subject.platform,
    subject.name,
    subject.organiser,
    version.status,
    subject.home_url,
    graded.period_id,
    graded.grade
from mart.versions_in_force(%(jurisdiction_id)s, %(day)s, %(day)s::date + 1) as version
inner join mart.dim_subject as subject
    on
        subject.jurisdiction_id = %(jurisdiction_id)s
        and version.subject_id = subject.subject_id
        and subject.valid_from <= %(day)s
        and (subject.valid_to is null or subject.valid_to > %(day)s)
left join graded on version.subject_id = graded.subject_id
where
    (%(kind)s::text is null or subject.kind = %(kind)s)
    and (
        %(search)s::text is null
        or position(
            lower(%(search)s) in lower(
                concat_ws(
                    ' ', subject.subject_id, subject.site_code, subject.account_id, subject.name, subject.organiser,
                    subject.home_url
                )
            )
        ) > 0
    )
order by subject.kind desc, subject.name asc, subject.subject_id asc;
