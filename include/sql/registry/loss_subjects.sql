-- How much of the registry in force on its day an incoming export no longer names in a row that can be taken.
-- grain:  one row
-- reads:  mart.dim_subject, staging.registry_subject
-- params: jurisdiction_id, kind (site or account), day
select
    count(*) as in_force_count,
    count(*) filter (
        where not exists (
            select 1
            from staging.registry_subject as incoming
            where
                incoming.jurisdiction_id = subject.jurisdiction_id
                and incoming.subject_id = subject.subject_id
        )
    ) as lost_count
from mart.dim_subject as subject
where
    subject.jurisdiction_id = %(jurisdiction_id)s
    and subject.kind = %(kind)s
    and subject.valid_from <= %(day)s
    and (subject.valid_to is null or subject.valid_to > %(day)s);
