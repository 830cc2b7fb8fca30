-- Whether anything was observed of an office's subjects: a probe, a page, a look at an account or a post.
-- grain:  one row when something was, none when nothing
-- reads:  mart.dim_registration, staging.probe, staging.snapshot, staging.account_check, staging.post
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
with registered as (
    select subject_id
    from mart.dim_registration
    where jurisdiction_id = %(jurisdiction_id)s
),

seen as (
    select probe.subject_id
    from staging.probe as probe
    where probe.day >= %(from_day)s and probe.day < %(to_day)s
    union all
    select snapshot.subject_id
    from staging.snapshot as snapshot
    where snapshot.day >= %(from_day)s and snapshot.day < %(to_day)s
    union all
    select looked.subject_id
    from staging.account_check as looked
    where looked.day >= %(from_day)s and looked.day < %(to_day)s
    union all
    select post.subject_id
    from staging.post as post
    where post.published_on >= %(from_day)s and post.published_on < %(to_day)s
)

select 1 as is_seen
where exists (
    select 1
    from seen
    inner join registered using (subject_id)
);
