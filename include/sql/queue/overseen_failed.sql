-- Whom the offices that a superior one oversees failed in a period (下级单位不合格名单).
-- grain:  one row per subordinate office and failed subject
-- reads:  mart.quarter_subject, mart.dim_subject
-- params: jurisdiction_ids, period_id, last_day
select
    graded.jurisdiction_id,
    graded.subject_id,
    subject.name,
    subject.organiser,
    graded.grade,
    array_to_string(graded.reason_ids, ';') as reason_ids,
    graded.first_failed_on
from mart.quarter_subject as graded
left join mart.dim_subject as subject
    on
        graded.jurisdiction_id = subject.jurisdiction_id
        and graded.subject_id = subject.subject_id
        and subject.valid_from <= %(last_day)s
        and (subject.valid_to is null or subject.valid_to > %(last_day)s)
where
    graded.jurisdiction_id = any(%(jurisdiction_ids)s)
    and graded.period_id = %(period_id)s
    and graded.grade = 'unqualified'
order by array_position(%(jurisdiction_ids)s, graded.jurisdiction_id), graded.subject_id;
