-- Takes back what an earlier load of the same day changed, so that a reload starts where that one did.
-- grain:  changes mart.dim_subject of one office and kind
-- reads:  mart.dim_subject
-- params: jurisdiction_id, kind (site or account), day (the newest day loaded)
delete from mart.dim_subject
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s and valid_from = %(day)s;

update mart.dim_subject
set valid_to = null
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s and valid_to = %(day)s;
