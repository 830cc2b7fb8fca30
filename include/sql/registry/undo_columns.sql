-- Takes back what an earlier load of the same day changed in the columns of an office's sites.
-- grain:  changes mart.dim_column
-- reads:  mart.dim_column
-- params: jurisdiction_id, day (the newest day loaded)
delete from mart.dim_column
where jurisdiction_id = %(jurisdiction_id)s and valid_from = %(day)s;

update mart.dim_column
set valid_to = null
where jurisdiction_id = %(jurisdiction_id)s and valid_to = %(day)s;
