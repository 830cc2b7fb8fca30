-- A day of the whole country, generated: 15,000 sites, 110,000 accounts, what was loaded and what was seen.
-- Ids are numbered; nothing here is a real body.
insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, kind, name, organiser, status, home_url, site_code, region_code, region,
    icp, police_number, platform, account_id, feed_url
)
select
    'yunzhou-demo', 'site:' || (5300000000 + n), date '2023-01-01', 'site', '网站' || n, '单位' || n % 4000, 'running',
    'http://s' || n || '.bench.example/', (5300000000 + n)::text, lpad((530000 + n % 900)::text, 6, '0'),
    '地区' || n % 900, '云ICP备' || (10000000 + n) || '号-1',
    '云公网安备 ' || lpad((530000 + n % 900)::text, 6, '0') || lpad(n::text, 8, '0') || '号', null, null, null
from generate_series(1, 15000) as n
union all
select
    'yunzhou-demo', 'account:新浪微博:a' || n, date '2023-01-01', 'account', '账号' || n, '单位' || n % 4000, 'running',
    null, null, lpad((530000 + n % 900)::text, 6, '0'), '地区' || n % 900, null, null, '新浪微博', 'a' || n,
    'http://feeds.bench.example/a' || n
from generate_series(1, 110000) as n;
insert into staging.registry_subject (
    jurisdiction_id, kind, day, row_no, subject_id, name, organiser, status, home_url, site_code, region_code, region,
    icp, police_number, platform, account_id, feed_url
)
select
    'yunzhou-demo', kind, '2023-10-02', row_number() over (order by subject_id), subject_id, name, organiser, status,
    home_url, site_code, region_code, region, icp, police_number, platform, account_id, feed_url
from mart.dim_subject;
insert into staging.registry_column (jurisdiction_id, day, row_no, subject_id, url, name, class)
select
    'yunzhou-demo', '2023-10-02', n * 12 + k, 'site:' || (5300000000 + n),
    'http://s' || n || '.bench.example/c' || k || '/', '栏目' || k, (array['news', 'notice', 'policy', 'other'])[1 + k % 4]
from generate_series(1, 15000) as n, generate_series(1, 12) as k;
insert into staging.message (jurisdiction_id, channel, message_id, subject_id, received_at, due_at, closed_at, is_verified)
select
    'yunzhou-demo', '找错', n::text, 'site:' || (5300000000 + 1 + n % 15000), timestamptz '2023-07-01' + n * interval '30 seconds',
    timestamptz '2023-07-06' + n * interval '30 seconds', timestamptz '2023-07-02' + n * interval '30 seconds', true
from generate_series(1, 200000) as n;
insert into staging.report (jurisdiction_id, report_id, subject_id, indicator_id, found_on, body, decision)
select 'yunzhou-demo', n::text, 'site:' || (5300000000 + 1 + n % 15000), 'SV1.1', '2023-09-01', '省政府办公厅', 'confirmed'
from generate_series(1, 20000) as n;
insert into staging.account_check (
    observer_id, subject_id, day, checked_at, connector, outcome, is_source_healthy, post_count
)
select 'yunzhou-demo', 'account:新浪微博:a' || n, (d at time zone 'Asia/Shanghai')::date, d, 'feed', 'ok', true, 3
from generate_series(1, 110000) as n, unnest(array['2023-10-01T19:00:00Z', '2023-09-30T19:00:00Z']::timestamptz[]) as d;
insert into staging.post (observer_id, subject_id, post_id, published_at, first_seen_at)
select 'yunzhou-demo', 'account:新浪微博:a' || n, k::text, '2023-10-01T10:00:00Z', '2023-10-01T19:00:00Z'
from generate_series(1, 110000) as n, generate_series(1, 3) as k;
insert into staging.probe (
    observer_id, subject_id, day, scheduled_at, vantage, started_at, outcome, http_status, seconds
)
select
    'yunzhou-demo', 'site:' || (5300000000 + n), '2023-10-02',
    timestamptz '2023-10-01T16:00:00Z' + k * interval '30 minutes', 'bench',
    timestamptz '2023-10-01T16:00:10Z' + k * interval '30 minutes', 'ok', 200, 0.5
from generate_series(1, 15000) as n, generate_series(0, 47) as k;
insert into staging.snapshot (
    observer_id, snapshot_id, subject_id, url, fetched_at, day, outcome, http_status, byte_count, warc_file,
    warc_offset, warc_length
)
select
    'yunzhou-demo', 'urn:' || n || '/' || k, 'site:' || (5300000000 + n), 'http://s' || n || '.bench.example/' || k,
    '2023-10-01T19:00:00Z', '2023-10-02', 'fetched', 200, 20000, 'a.warc.gz', 0, 5000
from generate_series(1, 15000) as n, generate_series(1, 20) as k;
insert into staging.page (observer_id, subject_id, day, url, snapshot_id, kind, read_state, item_count, text_char_count)
select
    'yunzhou-demo', subject_id, day, url, snapshot_id, case when url like '%/1' then 'home' else 'article' end, 'ok', 20, 900
from staging.snapshot;
insert into staging.site_column (observer_id, subject_id, day, url, name, class, depth, source, read_state, is_blank)
select 'yunzhou-demo', subject_id, day, url, name, class, 1, 'registry', 'ok', false from staging.registry_column;
insert into staging.link (observer_id, subject_id, day, page_url, target_url, snapshot_id, kind, outcome)
select
    'yunzhou-demo', 'site:' || (5300000000 + n), '2023-10-02', 'http://s' || n || '.bench.example/1',
    'http://s' || n || '.bench.example/l' || k, 'urn:' || n || '/1', 'internal', 'ok'
from generate_series(1, 15000) as n, generate_series(1, 60) as k;
insert into ops.day_stage (jurisdiction_id, day, stage, batch_no, batch_count, planned_count, done_count)
select 'yunzhou-demo', '2023-10-02', 'extracted', n, 24, 12500, 12500 from generate_series(0, 23) as n
