-- Takes back what an earlier load of the same day changed, so that a reload starts where that one did.
-- grain:  changes mart.dim_subject and mart.dim_registration of one office and kind
-- reads:  mart.dim_registration
-- params: jurisdiction_id, kind (site or account), day (the newest day loaded)
with touched as (
    select distinct subject_id
    from mart.dim_registration
    where
        jurisdiction_id = %(jurisdiction_id)s
        and kind = %(kind)s
        and (valid_to is null or valid_to = %(day)s)
)

delete from mart.dim_subject as version
using touched
where version.subject_id = touched.subject_id and version.valid_from = %(day)s;

with touched as (
    select distinct subject_id
    from mart.dim_registration
    where
        jurisdiction_id = %(jurisdiction_id)s
        and kind = %(kind)s
        and (valid_to is null or valid_to = %(day)s)
)

update mart.dim_subject as version
set valid_to = null
from touched
where version.subject_id = touched.subject_id and version.valid_to = %(day)s;

delete from mart.dim_registration
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s and valid_from = %(day)s;

update mart.dim_registration
set valid_to = null
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s and valid_to = %(day)s;
