-- Takes back what an earlier load of the same day changed in the columns of an office's sites.
-- grain:  changes mart.dim_column
-- reads:  mart.dim_registration
-- params: jurisdiction_id, day (the newest day loaded)
delete from mart.dim_column
where
    valid_from = %(day)s
    and subject_id in (
        select subject_id
        from mart.dim_registration
        where jurisdiction_id = %(jurisdiction_id)s
    );

update mart.dim_column
set valid_to = null
where
    valid_to = %(day)s
    and subject_id in (
        select subject_id
        from mart.dim_registration
        where jurisdiction_id = %(jurisdiction_id)s
    );
