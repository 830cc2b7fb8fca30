-- Rows of account_count: the running accounts of one platform, or of those that are not shown (其他).
-- grain:  one row per account
-- reads:  mart.subjects_in_force, mart.dim_subject
-- params: jurisdiction_id, cutoff_on (date, inclusive), shown_platforms (text[]), dimension
select
    in_force.subject_id as row_key,
    in_force.subject_id,
    coalesce(subject.platform, '其他') as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1) as in_force
inner join mart.dim_subject as subject
    on
        in_force.subject_id = subject.subject_id
        and in_force.day >= subject.valid_from
        and (subject.valid_to is null or in_force.day < subject.valid_to)
where
    in_force.kind = 'account'
    and in_force.status = 'running'
    and case
        when %(dimension)s = '其他' then coalesce(subject.platform, '其他') <> all(%(shown_platforms)s::text[])
        else subject.platform = %(dimension)s
    end;
