-- Whether an office observed anything of its subjects: a probe, a page, a look at an account or a post.
-- grain:  one row when something was, none when nothing
-- reads:  mart.dim_subject, staging.probe, staging.snapshot, staging.account_check, staging.post
-- params: jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive)
with registered as (
    select subject_id
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s
),

seen as (
    select probe.subject_id
    from staging.probe as probe
    where probe.observer_id = %(observer_id)s and probe.day >= %(from_day)s and probe.day < %(to_day)s
    union all
    select snapshot.subject_id
    from staging.snapshot as snapshot
    where snapshot.observer_id = %(observer_id)s and snapshot.day >= %(from_day)s and snapshot.day < %(to_day)s
    union all
    select looked.subject_id
    from staging.account_check as looked
    where looked.observer_id = %(observer_id)s and looked.day >= %(from_day)s and looked.day < %(to_day)s
    union all
    select post.subject_id
    from staging.post as post
    where post.observer_id = %(observer_id)s and post.published_on >= %(from_day)s and post.published_on < %(to_day)s
)

select 1 as is_seen
where exists (
    select 1
    from seen
    inner join registered using (subject_id)
);
