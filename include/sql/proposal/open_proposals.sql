-- Open proposals (待确认问题) for an inspector, a page or post once.
-- grain:  one row per subject, indicator (or reason, where none stands for it) and page or post; vetoes first, then
--         deductions, then the rest, the newest of each first
-- reads:  ops.proposal, mart.dim_subject, mart.dim_indicator, staging.post
-- params: jurisdiction_id, observer_id
with entry as (
    select
        subject_id,
        indicator_id,
        locator,
        string_agg(term, '、' order by term) as terms,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on,
        min(excerpt) as excerpt,
        min(snapshot_id) as snapshot_id
    from ops.proposal
    where jurisdiction_id = %(jurisdiction_id)s and state = 'open'
    group by subject_id, indicator_id, locator
),

named as (
    select distinct on (subject_id)
        subject_id,
        name
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s
    order by subject_id asc, valid_from desc
),

titled as (
    select distinct on (indicator_id)
        indicator_id,
        title_zh,
        part
    from mart.dim_indicator
    order by indicator_id asc, edition_id desc
)

select
    entry.*,
    coalesce(named.name, entry.subject_id) as name,
    titled.title_zh,
    coalesce(post.url, entry.locator) as url
from entry
left join named on entry.subject_id = named.subject_id
left join titled on entry.indicator_id = titled.indicator_id
left join staging.post
    on
        post.observer_id = %(observer_id)s
        and entry.subject_id = post.subject_id
        and entry.locator = 'post:' || post.post_id
order by
    titled.part is not distinct from 'veto' desc, titled.part is not distinct from 'deduction' desc,
    entry.last_seen_on desc, entry.subject_id asc, entry.indicator_id asc, entry.locator asc;
