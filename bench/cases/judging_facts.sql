-- Facts of a national office for a quarter of days and the week before it, all from numbers: no clock, no chance.
-- Of a hundred sites one or two fail in each way, of a hundred days one was not crawled, of a hundred looks at
-- an account one found its source unhealthy. Rows lie as days brought them. Columns are kept as changes; their
-- daily rows, and links that work, are no input of any measure and left out.
-- params: first_day, day_count, site_count, account_count, jurisdiction_id

create temporary table site as
select
    number,
    'site:' || (5300000000 + number) as subject_id,
    (5300000000 + number)::text as site_code,
    'http://www' || number || '.yunzhou.example/' as url
from generate_series(1, %(site_count)s) as number;

-- a body has one account on each of up to eight platforms, and on some of them a second one
create temporary table account as
select
    number,
    platform,
    'account:' || platform || ':yunzhou' || number as subject_id
from generate_series(1, %(account_count)s) as number
cross join
    lateral (
        select
            (array['微信公众号', '新浪微博', '今日头条', '抖音短视频', '快手', '人民号', '澎湃号', '百家号'])[
                1 + (number / 14000 + (number %% 71 = 9)::integer) %% 8
            ] as platform
    ) as kept;

create temporary table day as
select
    number,
    %(first_day)s::date + number as day
from generate_series(0, %(day_count)s - 1) as number;

insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, valid_to, kind, name, home_url, site_code, organiser, status, site_kind
)
select
    %(jurisdiction_id)s,
    subject_id, '2020-01-01', case when number %% 200 = 7 then %(first_day)s::date + 10 + number %% 80 end,
    'site', '网站' || number, url, site_code, '单位' || number, 'running', '部门'
from site;

insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, valid_to, kind, name, platform, account_id, organiser, status
)
select
    %(jurisdiction_id)s,
    subject_id, '2020-01-01', case when number %% 200 = 7 then %(first_day)s::date + 10 + number %% 80 end,
    'account', '账号' || number, platform, 'yunzhou' || number, '单位' || number %% 14000, 'running'
from account;

insert into mart.dim_downtime (jurisdiction_id, subject_id, starts_at, ends_at, approval)
select
    %(jurisdiction_id)s,
    subject_id,
    %(first_day)s::date + number %% 90,
    %(first_day)s::date + number %% 90 + 2,
    '批准'
from site
where number %% 140 = 11;

insert into mart.fact_probe_day (
    observer_id, subject_id, day, planned_count, counted_count, failed_count, late_count, blocked_count,
    own_fault_count
)
select
    %(jurisdiction_id)s,
    site.subject_id,
    day.day,
    96,
    case when site.number %% 150 = 1 then 10 else 96 end,
    case
        when site.number %% 100 = 0 then 8
        when (site.number * 7 + day.number * 3) %% 53 = 0 then 1
        else 0
    end,
    0,
    0,
    case when site.number %% 150 = 1 then 86 else 0 end
from day
cross join lateral (select site.*, day.day from site offset 0) as site;

-- the home page, unless nobody crawled the site that day
insert into staging.page (
    observer_id, subject_id, day, url, snapshot_id, kind, read_state, title, newest_item_on, oldest_item_on, item_count,
    text_char_count, charset
)
select
    %(jurisdiction_id)s,
    site.subject_id,
    day.day,
    site.url,
    'urn:uuid:home-' || site.number || '-' || day.number,
    'home',
    case when (site.number + day.number * 5) %% 149 = 0 then 'blocked' else 'ok' end,
    '网站' || site.number,
    case when site.number %% 50 = 3 then %(first_day)s - 4 else day.day - (day.number + site.number) %% 3 end,
    %(first_day)s - 30,
    40,
    3000,
    'utf-8'
from day
cross join lateral (select site.*, day.day from site offset 0) as site
where (site.number * 31 + day.number * 17) %% 101 <> 0;

insert into staging.mark (observer_id, subject_id, day, page_url, kind, snapshot_id, value, detail)
select
    %(jurisdiction_id)s,
    site.subject_id,
    day.day,
    site.url,
    mark.kind,
    'urn:uuid:home-' || site.number || '-' || day.number,
    case when mark.kind = 'site_code' then site.site_code else mark.kind end,
    case when mark.kind = 'error_entry' then jsonb_build_object('site_code', site.site_code) else '{}' end
from day
cross join lateral (select site.*, day.day from site offset 0) as site
cross join unnest(array['site_code', 'icp', 'police', 'conac', 'error_entry', 'organiser', 'contact'])
    with ordinality as mark (kind, number)
where (site.number * 31 + day.number * 17) %% 101 <> 0 and (site.number + mark.number * 9) %% 400 <> 0;

insert into staging.link (observer_id, subject_id, day, page_url, target_url, snapshot_id, kind, outcome, http_status)
select
    %(jurisdiction_id)s,
    site.subject_id,
    day.day,
    site.url,
    site.url || 'gone/' || broken.number,
    'urn:uuid:home-' || site.number || '-' || day.number,
    'internal',
    'broken',
    404
from day
cross join lateral (select site.*, day.day from site offset 0) as site
cross join generate_series(1, 3) as broken (number)
where (site.number + day.number / 7) %% 40 = 0;

-- twenty columns a site, each with its own rhythm; some are neglected or blank, at some sites most of them
create temporary table site_column as
select
    site.*,
    site.number * 20 + of_site.number::integer as column_number,
    site.url || 'column/' || of_site.number || '/' as column_url,
    of_site.number::integer as name_number,
    of_site.class,
    case when of_site.number <= 12 then 1 else 2 end as depth,
    (site.number * 20 + of_site.number) %% 400 = 0 or (site.number %% 150 = 23 and of_site.number <= 6) as is_blank,
    (site.number * 13 + of_site.number * 29) %% 200 = 0 or site.number %% 100 = 17 as is_neglected,
    of_site.period + (site.number + of_site.number::integer) %% of_site.period as period
from site
cross join unnest(
    array[
        'news', 'news', 'news', 'news', 'notice', 'notice', 'notice', 'policy', 'policy', 'policy',
        'personnel', 'planning', 'planning', 'interaction', 'interaction', 'service', 'service', 'other', 'other', 'other'
    ],
    array[3, 3, 4, 5, 15, 20, 25, 30, 40, 45, 60, 90, 90, 20, 20, 60, 60, 60, 60, 60]
) with ordinality as of_site (class, period, number);

create temporary table change as
select distinct
    site_column.column_number,
    change.number
from site_column
cross join lateral (
    select generate_series(site_column.period - site_column.column_number %% site_column.period, %(day_count)s - 1, site_column.period)
    where not site_column.is_neglected and not site_column.is_blank
    union all
    select day.number from day where day.number = 0 or extract(day from day.day) = 1
    union all
    select day.number + later.days
    from day
    cross join generate_series(0, 1) as later (days)
    where (site_column.number * 31 + day.number * 17) %% 101 = 0 and day.number + later.days < %(day_count)s
) as change (number);

insert into staging.column_state (
    observer_id, subject_id, url, day, last_day, snapshot_id, name, class, depth, source, read_state, is_blank,
    newest_item_on
)
select
    %(jurisdiction_id)s,
    site_column.subject_id,
    site_column.column_url,
    %(first_day)s::date + run.number,
    %(first_day)s::date + run.next_number - 1,
    case when not run.is_missed then 'urn:uuid:column-' || site_column.column_number || '-' || run.number end,
    '栏目' || site_column.name_number,
    site_column.class,
    site_column.depth,
    'registry',
    case when run.is_missed then 'not_crawled' else 'ok' end,
    case when not run.is_missed then site_column.is_blank end,
    case
        when run.is_missed or site_column.is_blank then null
        when site_column.is_neglected then %(first_day)s::date - 400
        else %(first_day)s::date + run.number - (run.number + site_column.column_number) %% site_column.period
    end
from (
    select
        site_column.column_number,
        change.number,
        lead(change.number, 1, %(day_count)s) over (partition by change.column_number order by change.number)
            as next_number,
        (site_column.number * 31 + change.number * 17) %% 101 = 0 as is_missed
    from change
    inner join site_column using (column_number)
) as run
inner join site_column using (column_number)
order by run.number, run.column_number;

insert into staging.account_check (
    observer_id, subject_id, day, checked_at, connector, outcome, is_source_healthy, has_interaction, post_count
)
select
    %(jurisdiction_id)s,
    account.subject_id,
    day.day,
    (day.day + time '23:00') at time zone 'Asia/Shanghai',
    'feed',
    case when (account.number * 13 + day.number * 7) %% 97 = 0 then 'failed' else 'ok' end,
    (account.number * 13 + day.number * 7) %% 97 <> 0,
    account.number %% 60 <> 5,
    20
from day
cross join lateral (select account.*, day.day from account offset 0) as account;

insert into staging.post (observer_id, subject_id, post_id, published_at, first_seen_at, title)
select
    %(jurisdiction_id)s,
    account.subject_id,
    account.number || '-' || day.number,
    (day.day + time '09:00') at time zone 'Asia/Shanghai',
    (day.day + time '12:00') at time zone 'Asia/Shanghai',
    '发布'
from day
cross join lateral (select account.*, day.day from account offset 0) as account
where (day.number + account.number) %% (2 + account.number %% 6) = 0 and (account.number %% 60 <> 9 or day.number < 3);

insert into staging.term_hit (observer_id, subject_id, day, locator, term, occurrence_count, severity, list_id)
select %(jurisdiction_id)s, site.subject_id, day.day, site.url, '词语', 1, 'grave', 'bench'
from day
cross join lateral (select site.*, day.day from site offset 0) as site
where site.number %% 400 = 21 and day.number %% 30 < 10;

insert into mart.fact_decision (
    decision_id, jurisdiction_id, subject_id, indicator_id, decision, valid_from, valid_to, locator, body
)
select gen_random_uuid(), %(jurisdiction_id)s, subject_id, 'SV1.1', 'confirmed', %(first_day)s, null::date, url, '检查组'
from site
where number %% 800 = 21
union all
select gen_random_uuid(), %(jurisdiction_id)s, subject_id, 'SV5.2', 'reported', %(first_day)s::date + 30, null, null, '检查组'
from site
where number %% 200 = 33
union all
select gen_random_uuid(), %(jurisdiction_id)s, subject_id, 'SV3', 'reported', %(first_day)s::date + 30, null, null, '检查组'
from site
where number %% 2000 = 44
union all
select
    gen_random_uuid(), %(jurisdiction_id)s, subject_id, 'SV3', 'struck_out', %(first_day)s::date + 7, %(first_day)s::date + 98,
    null, '检查组'
from site
where number %% 500 = 53;
