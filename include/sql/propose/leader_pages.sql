-- 领导信息不全: sites without a section of leaders, and columns of leaders that tell no curriculum or no duties of them.
-- A column tells by its own page and by those that it lists; one of which none was read tells nothing.
-- grain:  one row per site, or site and column
-- reads:  staging.sign, staging.item, staging.site_column
-- params: observer_id, kind, sections (jsonb: says, not), section
with columns_of_leaders as (
    select distinct on (site_column.subject_id, site_column.url)
        site_column.subject_id,
        site_column.url,
        site_column.name,
        site_column.day,
        site_column.snapshot_id
    from staging.site_column
    where
        site_column.observer_id = %(observer_id)s
        and mart.kind_of(site_column.subject_id) = %(kind)s
        and site_column.read_state = 'ok'
        and site_column.name ~ (%(sections)s::jsonb -> %(section)s ->> 'says')
        and site_column.name !~ (%(sections)s::jsonb -> %(section)s ->> 'not')
    order by site_column.subject_id asc, site_column.url asc, site_column.day desc
),

listed as (
    select
        columns_of_leaders.subject_id,
        columns_of_leaders.url as column_url,
        columns_of_leaders.url
    from columns_of_leaders
    union
    select
        columns_of_leaders.subject_id,
        columns_of_leaders.url as column_url,
        item.url
    from columns_of_leaders
    inner join staging.item
        on
            item.observer_id = %(observer_id)s
            and columns_of_leaders.subject_id = item.subject_id
            and columns_of_leaders.day = item.day
            and columns_of_leaders.url = item.column_url
),

told as (
    select
        listed.subject_id,
        listed.column_url,
        count(distinct listed.url) as page_count,
        count(distinct sign.url) as read_count,
        bool_or((sign.detail ->> 'has_resume')::boolean) as has_resume,
        bool_or((sign.detail ->> 'has_duties')::boolean) as has_duties
    from listed
    left join staging.sign
        on
            sign.observer_id = %(observer_id)s
            and listed.subject_id = sign.subject_id
            and listed.url = sign.url
            and sign.topic = 'sections'
            and sign.kind = 'leaders'
    group by listed.subject_id, listed.column_url
)

select
    told.subject_id,
    told.column_url as locator,
    concat_ws('、', case when not told.has_resume then '无简历' end, case when not told.has_duties then '无分工' end) as term,
    found.day as first_seen_on,
    found.day as last_seen_on,
    found.name as excerpt,
    found.snapshot_id
from told
inner join columns_of_leaders as found on told.subject_id = found.subject_id and told.column_url = found.url
where told.read_count = told.page_count and not (told.has_resume and told.has_duties);
