-- Good data for the gates: ten sites and four accounts of an invented city, October 2023 as it should be.
-- Every suite of include/expectations passes on them; tests/quality/test_gates.py breaks them in one place each.
insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, kind, name, organiser, status, home_url, site_code, region_code, region,
    platform, account_id, feed_url
)
select
    'yunzhou-demo', 'site:539900000' || n, date '2023-01-01', 'site', '云州网站' || n, '云州市教育局', 'running',
    'http://s' || n || '.yunzhou.example/', '539900000' || n, '539900', '云州市', null, null, null
from generate_series(0, 9) as n
union all
select
    'yunzhou-demo', 'account:新浪微博:a' || n, date '2023-01-01', 'account', '云州发布' || n, '云州市教育局', 'running',
    null, null, '539900', '云州市', '新浪微博', 'a' || n, 'http://feeds.yunzhou.example/a' || n
from generate_series(0, 3) as n;
insert into mart.dim_column (jurisdiction_id, subject_id, url, valid_from, name, class)
values ('yunzhou-demo', 'site:5399000001', 'http://s1.yunzhou.example/c/', '2023-01-01', '要闻', 'news');
insert into mart.dim_downtime (jurisdiction_id, subject_id, starts_at, ends_at, reason, approval)
values ('yunzhou-demo', 'site:5399000009', '2023-09-01T00:00:00Z', '2023-09-03T00:00:00Z', '迁移', '云政网〔2023〕3号');
insert into ops.registry_load
values ('yunzhou-demo', 'sites', '2023-10-01', 'x'), ('yunzhou-demo', 'accounts', '2023-10-01', 'y');

-- an export on its way in, and lists
insert into staging.registry_subject (
    jurisdiction_id, kind, day, row_no, subject_id, name, home_url, site_code, organiser, region_code, region,
    status, icp, police_number
)
select
    'yunzhou-demo', 'site', '2023-10-02', n, 'site:539900000' || n, '云州网站' || n,
    'http://s' || n || '.yunzhou.example/', '539900000' || n, '云州市教育局', '539900', '云州市', 'running',
    '云ICP备2018000' || n || '号-1', '云公网安备 5399000200000' || n || '号'
from generate_series(0, 9) as n;
insert into staging.registry_subject (
    jurisdiction_id, kind, day, row_no, subject_id, name, platform, organiser, status
)
select
    'yunzhou-demo', 'account', '2023-10-02', n, 'account:新浪微博:a' || n, '云州发布' || n, '新浪微博',
    '云州市教育局', 'running'
from generate_series(0, 3) as n;
insert into staging.registry_column (jurisdiction_id, day, row_no, subject_id, url, name, class)
select
    'yunzhou-demo', '2023-10-02', n, 'site:5399000001', 'http://s1.yunzhou.example/c' || n || '/', '要闻', 'news'
from generate_series(0, 2) as n;
insert into staging.message (jurisdiction_id, channel, message_id, subject_id, received_at, due_at, closed_at, is_verified)
values
('yunzhou-demo', '找错', 'm1', 'site:5399000001', '2023-09-20T02:00:00Z', '2023-09-27T02:00:00Z', '2023-09-21T02:00:00Z', true),
('yunzhou-demo', '曝光台', 'm2', null, '2023-09-21T02:00:00Z', '2023-09-28T02:00:00Z', null, null);
insert into staging.report (jurisdiction_id, report_id, subject_id, indicator_id, found_on, body, decision)
values ('yunzhou-demo', 'r1', 'site:5399000001', 'SV2', '2023-09-15', '云州市人民政府办公室', 'confirmed');
insert into mart.fact_superior_notice
values ('yunzhou-demo', 'province', '2023Q2', 'site', 20, 10, 10, 0, '100%');
insert into mart.fact_superior_item
values ('yunzhou-demo', 'province', '2023Q2', 'site', 'praised', '云州网站1', null, null, null);
insert into mart.fact_special_check
select
    'yunzhou-demo', 'c1', 't' || n, '2023Q3', '信息发布审核专项检查', 'department', '2023-09-01', '2023-09-10', true
from generate_series(1, 2) as n;
insert into mart.published_figure
values ('yunzhou-demo', '2022-10', 'site_pass_rate', '', 0.9, 9, 10, '云政办函〔2022〕9号');
insert into mart.own_figure
values ('yunzhou-demo', '2023Q4', '提示单', '', 12, '份', '政务公开科台账', null);
insert into mart.dim_domain
values ('yunzhou-demo', 's1.yunzhou.example', '云州市教育局', 'deregistered', '2023-09-01', null);
insert into mart.fact_activity
values (
    'yunzhou-demo', 'a1', '最美教师评选', 'vote', '云州市教育局', '2023-09-20', '2023-09-30', '2023-09-01', '云函1号', null
);
insert into mart.fact_annual_report
values ('yunzhou-demo', 2022, 'site', '5399000001', '2023-01-31', '2023-01-20', 'http://s1.yunzhou.example/nb/');
insert into mart.fact_rectification_notice
values (
    'yunzhou-demo', 'n1', 'province', '2023Q2', 'site', '云州网站1', '云州市教育局', 'department', 'unreachable',
    '2023-07-01', '2023-07-15', '2023-07-10', 'rectified'
);
insert into staging.inspection
values ('yunzhou-demo', 'account:新浪微博:a0', '2023-09', '2023-09-15');

-- what observers and readers wrote
insert into staging.probe (observer_id, subject_id, day, scheduled_at, vantage, started_at, outcome, http_status, seconds)
select
    'yunzhou-demo', 'site:539900000' || n, d::date, d + interval '3 hours', 'local', d + interval '3 hours', 'ok', 200, 0.4
from generate_series(0, 9) as n, generate_series('2023-10-01'::timestamptz, '2023-10-31', '1 day') as d;
insert into staging.control_probe (observer_id, vantage, url, day, scheduled_at, outcome, http_status)
values ('yunzhou-demo', 'local', 'http://good.example/', '2023-10-05', '2023-10-05T03:00:00Z', 'ok', 200);
insert into staging.host_check (
    observer_id, subject_id, day, host, vantage, checked_at, certificate_expires_at, has_aaaa, is_ipv6_reachable
)
values (
    'yunzhou-demo', 'site:5399000001', '2023-10-05', 's1.yunzhou.example', 'local', '2023-10-05T03:00:00Z',
    '2024-06-01', true, true
);
insert into staging.snapshot (
    observer_id, snapshot_id, subject_id, url, fetched_at, day, outcome, http_status, byte_count, warc_file,
    warc_offset, warc_length
)
select
    'yunzhou-demo', 'urn:' || n || d, 'site:539900000' || n, 'http://s' || n || '.yunzhou.example/',
    d + interval '3 hours', d::date,
    'fetched', 200, 2000, 'a.warc.gz', 0, 900
from generate_series(0, 9) as n, generate_series('2023-10-01'::timestamptz, '2023-10-31', '1 day') as d;
insert into staging.page (
    observer_id, subject_id, day, url, snapshot_id, kind, read_state, published_source, newest_item_on,
    oldest_item_on, item_count, text_char_count
)
values (
    'yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/', 'urn:1', 'home', 'ok', null, '2023-10-04',
    '2023-09-01', 20, 800
),
(
    'yunzhou-demo', 'site:5399000001', '2023-10-06', 'http://s1.yunzhou.example/a.html', 'urn:2', 'article', 'ok', 'meta', null, null,
    null, 800
);
insert into staging.site_column (
    observer_id, subject_id, day, url, name, class, depth, source, read_state, is_blank, newest_item_on
)
values
('yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/c/', '要闻', 'news', 1, 'registry', 'ok', false, '2023-10-04'),
('yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/d/', '公告', 'notice', 2, 'discovered', 'not_crawled', null, null);
insert into staging.item (observer_id, subject_id, day, column_url, url, snapshot_id, title, published_on)
values (
    'yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/c/', 'http://s1.yunzhou.example/a.html', 'urn:1', '要闻',
    '2023-10-04'
);
insert into staging.link (
    observer_id, subject_id, day, page_url, target_url, snapshot_id, kind, outcome, http_status, target_snapshot_id
)
values (
    'yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/', 'http://s1.yunzhou.example/a.html', 'urn:1',
    'internal', 'ok', 200, null
);
insert into staging.mark (observer_id, subject_id, day, page_url, kind, snapshot_id, value)
values ('yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/', 'icp', 'urn:1', '云ICP备20180001号');
insert into staging.term_hit (observer_id, subject_id, day, locator, term, occurrence_count, severity, list_id)
values ('yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/a.html', '错词', 1, 'minor', 'list');
insert into staging.sign (observer_id, subject_id, day, url, topic, kind, place, snapshot_id, occurrence_count)
values ('yunzhou-demo', 'site:5399000001', '2023-10-05', 'http://s1.yunzhou.example/', 'topic', 'kind', '', 'urn:1', 1);
insert into staging.planned_visit (
    observer_id, kind, subject_id, url, day, not_before, asked_by, state, visited_at
)
select
    'yunzhou-demo', 'second_look', 'site:5399000001', 'http://s1.yunzhou.example/' || state, '2023-10-05',
    '2023-10-06T00:00:00Z', 'links', state, case when state = 'done' then '2023-10-06T01:00:00Z'::timestamptz end
from unnest(array['done', 'skipped', 'expired']) as state;
insert into staging.account_check (
    observer_id, subject_id, day, checked_at, connector, outcome, is_source_healthy, post_count
)
select 'yunzhou-demo', 'account:新浪微博:a' || n, d::date, d + interval '3 hours', 'feed', 'ok', true, 1
from generate_series(0, 3) as n, generate_series('2023-10-01'::timestamptz, '2023-10-31', '1 day') as d;
insert into staging.post (observer_id, subject_id, post_id, published_at, first_seen_at)
values ('yunzhou-demo', 'account:新浪微博:a1', 'p1', '2023-10-05T01:00:00Z', '2023-10-05T02:00:00Z');
insert into staging.source_health (
    observer_id, route_id, platform, day, checked_at, batch, is_healthy, control_count, good_control_count,
    look_count, good_look_count, request_count
)
select 'yunzhou-demo', 'feed', '新浪微博', d::date, d + interval '3 hours', 0, true, 1, 1, 4, 4, 6
from generate_series(timestamptz '2023-10-01', '2023-10-31', interval '1 day') as d;
insert into ops.day_stage (jurisdiction_id, day, stage, batch_no, batch_count, planned_count, done_count)
select 'yunzhou-demo', d::date, stage, 0, 1, 10, 10
from
    generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d,
    unnest(array['extracted', 'reconciled']) as stage;

-- what was judged
insert into mart.fact_probe_day
select 'yunzhou-demo', subject_id, d::date, 48, 44, 1, 1, 1, 2, 0.5
from mart.dim_subject, generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d
where kind = 'site';
insert into mart.dim_edition
values ('cn-2019-19', '检查指标', 'Indicators', '国办秘函〔2019〕19号', '2019-04-01', '{}', null);
insert into mart.dim_indicator (
    edition_id, indicator_id, applies_to, part, title_zh, title_en, measure, parameters, comparison, limit_value,
    reason_id, source, is_confirmed
)
values (
    'cn-2019-19', 'SV2', 'site', 'veto', '站点无法访问', 'Site unreachable', 'probe_failure_share', '{}', 'at_least',
    0.05, 'unreachable', '国办秘函〔2019〕19号', true
);
insert into mart.fact_assessment_day (jurisdiction_id, edition_id, subject_id, day, indicator_ids)
select 'yunzhou-demo', 'cn-2019-19', subject_id, d::date, array['SV2']
from mart.dim_subject, generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d;
insert into mart.fact_finding (
    jurisdiction_id, edition_id, subject_id, indicator_id, day, reason_id, value, limit_value, verdict,
    unknown_reason, evidence
)
values
('yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-30', 'unreachable', 0.1, 0.05, 'fail', null, '[]'),
(
    'yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-31', 'unreachable', 0.1, 0.05, 'fail', null,
    '[{"kind": "probe", "id": "2023-10-31"}]'
),
(
    'yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-05', 'unreachable', null, 0.05, 'unknown',
    'too_few_probes', '[]'
);
insert into mart.fact_finding_place (
    jurisdiction_id, edition_id, subject_id, indicator_id, day, place, reason_id, evidence
)
values (
    'yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-31', 'site:5399000001', 'unreachable',
    '[{"kind": "probe", "id": "2023-10-31"}]'
);
insert into mart.fact_decision (
    decision_id, jurisdiction_id, subject_id, indicator_id, decision, valid_from, valid_to, body, report_id
)
values (
    '00000000-0000-0000-0000-000000000001', 'yunzhou-demo', 'site:5399000001', 'SV2', 'confirmed', '2023-09-15', null,
    '云州市人民政府办公室', 'r1'
);
insert into mart.fact_measure_latest
values ('yunzhou-demo', 'site:5399000001', 'SV2', '2023-10-31', 0.04, 0.05, 'pass', 40, null, '[]');
insert into mart.early_warning
values ('yunzhou-demo', 'site:5399000001', 'SV2', '2023-10-31', 0.04, 0.05, 0.01, 1);
insert into mart.fact_case
values ('yunzhou-demo', 'site:5399000001', 'SV2', '2023-10-30', '2023-10-31', null, 'unreachable', 2);

-- the month
insert into mart.fact_inspection
select 'yunzhou-demo', subject_id, '2023-10-31', '2023-10-31' from mart.dim_subject;
insert into mart.quarter_subject (
    jurisdiction_id, period_id, subject_id, grade, reason_ids, indicator_ids, first_failed_on, score, score_state,
    finding_days
)
select
    'yunzhou-demo', '2023-10', subject_id,
    case when is_failed then 'unqualified' else 'qualified' end,
    case when is_failed then array['unreachable'] else '{}' end,
    case when is_failed then array['SV2'] else '{}' end,
    case when is_failed then '2023-10-30'::date end, null, 'incomplete', case when is_failed then 2 else 0 end
from mart.dim_subject cross join lateral (select subject_id = 'site:5399000001' as is_failed) as found;
insert into mart.quarter_figure (
    jurisdiction_id, period_id, figure_id, dimension, value, numerator, denominator, sql_file, parameters
)
values
('yunzhou-demo', '2023-09', 'site_registered_count', '', 10, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-09', 'account_registered_count', '', 4, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_registered_count', '', 10, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_registered_count', '', 4, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_inspected_count', '', 10, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_inspected_count', '', 4, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_visit_count', '', 10, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_visit_count', '', 4, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_failed_count', '', 1, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_failed_count', '', 0, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_undetermined_count', '', 0, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_undetermined_count', '', 0, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'site_pass_rate', '', 0.9, 9, 10, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_pass_rate', '', 1, 4, 4, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_count', '新浪微博', 4, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'account_count', '其他', 0, null, null, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'superior_pass_rate', 'province/site', 1, 10, 10, 'f.sql', '{}'),
('yunzhou-demo', '2023-10', 'case_opened_count', '', 1, null, null, 'f.sql', '{}');
insert into mart.bulletin
values (
    'yunzhou-demo/2023-09', 1, 'yunzhou-demo', '2023-09', '通报', 't', 'signed', repeat('a', 64), 'x', 'admin',
    '2023-10-10T00:00:00Z'
);
insert into mart.bulletin_figure
values ('yunzhou-demo/2023-09', 1, 'site_registered_count', '2023-09', '', 10, null, null, '10', 'f.sql', '{}');

insert into staging.report_picture (
    jurisdiction_id, report_id, picture_no, kind, sha256, content, file, sheet, row_no
)
values ('yunzhou-demo', 'r1', 1, 'png', encode(sha256('\x89504e47'), 'hex'), '\x89504e47', 'sheet.xlsx', 'Sheet1', 2);
