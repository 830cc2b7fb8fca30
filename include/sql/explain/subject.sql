-- The subject that a person means by a code, an account's id, a name or a subject_id.
-- grain:  one row per subject that was ever called so
-- reads:  mart.dim_subject
-- params: jurisdiction_id, subject
select distinct
    subject_id,
    kind
from mart.dim_subject
where jurisdiction_id = %(jurisdiction_id)s and %(subject)s in (subject_id, site_code, account_id, name)
order by subject_id;
