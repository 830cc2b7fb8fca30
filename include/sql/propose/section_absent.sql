-- 栏目未开设: sites none of whose menus and columns leads to a section that the table asks for
-- (include/page-functions.yaml). Asked only where a menu was seen: a page with enough short names of its own host, and
-- no frame or script that may hold more of it.
-- grain:  one row per site
-- reads:  staging.sign, staging.site_column, staging.home_page, mart.registry_as_of
-- params: jurisdiction_id, observer_id, kind, sections (jsonb: says, not), section, menu_links_at_least,
--         needs_services (1: not of bodies without services), without_services
with looked as (
    select
        sign.subject_id,
        sign.day,
        bool_or(%(section)s = any(string_to_array(sign.value, ', '))) as is_told,
        bool_or(
            sign.occurrence_count >= %(menu_links_at_least)s and not (sign.detail ->> 'elsewhere')::boolean
        ) as is_seen
    from staging.sign as sign
    where sign.observer_id = %(observer_id)s and sign.topic = 'sections' and sign.kind = 'sections'
    group by sign.subject_id, sign.day
),

called as materialized ( -- each name once, for patterns are dear: unless materialized, they would be asked of every day
    select
        subject_id,
        name,
        class,
        source,
        max(day) as day
    from staging.site_column
    where observer_id = %(observer_id)s
    group by subject_id, name, class, source
),

named as ( -- by the names of columns, in the registry or discovered
    select
        subject_id,
        max(day) as day
    from called
    where
        (
            name ~ (%(sections)s::jsonb -> %(section)s ->> 'says')
            or ( -- a name that may be of news too: what a menu alone names may be either
                (class = 'static' or source = 'discovered')
                and name ~ (%(sections)s::jsonb -> %(section)s ->> 'static')
            )
        )
        and name !~ (%(sections)s::jsonb -> %(section)s ->> 'not')
    group by subject_id
),

told as (
    select
        subject_id,
        max(day) as day
    from (
        select
            subject_id,
            day
        from looked
        where is_told
        union all
        select
            subject_id,
            day
        from named
    ) as either_way
    group by subject_id
),

absent as (
    select
        looked.subject_id,
        min(looked.day) as first_day,
        max(looked.day) as last_day
    from looked
    left join told using (subject_id)
    where looked.is_seen and (told.day is null or looked.day > told.day)
    group by looked.subject_id
)

select
    absent.subject_id,
    registered.home_url as locator,
    '未见此类栏目' as term,
    absent.first_day as first_seen_on,
    absent.last_day as last_seen_on,
    null::text as excerpt,
    home.snapshot_id
from absent
inner join mart.registry_as_of(%(jurisdiction_id)s, absent.last_day) as registered
    on absent.subject_id = registered.subject_id
left join staging.home_page as home
    on
        home.observer_id = %(observer_id)s
        and absent.subject_id = home.subject_id
        and absent.last_day = home.day
where
    registered.kind = %(kind)s
    and registered.status = 'running'
    and (%(needs_services)s = 0 or coalesce(registered.site_code <> all(%(without_services)s::text[]), true));
