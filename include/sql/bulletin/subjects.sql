-- Sites and accounts of an office whose name, code or address holds what is asked for: whom a person may mean.
-- grain:  one row per subject that the office ever registered, as it was last registered; those in force first
-- reads:  mart.dim_subject
-- params: jurisdiction_id, day, asked (part of a name, code or address; '' for all), most_rows
with newest as (
    select distinct on (subject_id)
        subject_id,
        kind,
        name,
        platform,
        organiser,
        home_url,
        coalesce(site_code, account_id) as code,
        valid_to is null or valid_to > %(day)s as is_in_force
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s
    order by subject_id asc, valid_from desc
)

select
    subject_id,
    kind,
    name,
    platform,
    organiser,
    home_url,
    code
from newest
where
    strpos(lower(concat_ws(' ', subject_id, name, code, home_url)), lower(%(asked)s)) > 0
order by is_in_force desc, kind desc, name asc, subject_id asc
limit %(most_rows)s;
