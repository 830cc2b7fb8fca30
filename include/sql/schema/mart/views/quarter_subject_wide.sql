-- needs: mart/quarter_subject mart/views/dim_period mart/dim_office mart/dim_reason mart/views/subject_version
create or replace view mart.quarter_subject_wide with (security_invoker) as
select
    graded.jurisdiction_id,
    office.office_zh,
    graded.period_id,
    period.period_zh,
    period.length,
    period.starts_on,
    period.ends_on,
    graded.subject_id,
    subject.kind,
    subject.name,
    subject.site_code,
    subject.home_url,
    subject.platform,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    graded.grade,
    (coalesce(graded.counts_as, graded.grade) = 'qualified')::integer as qualified_count,
    (coalesce(graded.counts_as, graded.grade) = 'unqualified')::integer as unqualified_count,
    (coalesce(graded.counts_as, graded.grade) in ('qualified', 'unqualified'))::integer as judged_count,
    graded.reason_ids,
    (
        select string_agg(reason.reason_zh, '；' order by reason.reason_id)
        from mart.dim_reason as reason
        where reason.reason_id = any(graded.reason_ids)
    ) as reasons_zh,
    graded.indicator_ids,
    graded.first_failed_on,
    graded.score,
    graded.score_state,
    graded.finding_days
from mart.quarter_subject as graded
inner join mart.dim_period as period using (period_id)
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.subject_version as subject
    on
        graded.jurisdiction_id = subject.jurisdiction_id
        and graded.subject_id = subject.subject_id
        and period.ends_on >= subject.holds_from
        and period.ends_on < subject.holds_to;

comment on view mart.quarter_subject_wide is
'Grades (等次) of a period with all names as of its end: one row per office, period and subject, for months, '
'quarters and years alike';
comment on column mart.quarter_subject_wide.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.quarter_subject_wide.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.quarter_subject_wide.period_id is 'The period (检查周期): 2023Q4, 2020-09, 2023H1 or 2023';
comment on column mart.quarter_subject_wide.period_zh is 'Its name in a bulletin';
comment on column mart.quarter_subject_wide.length is 'month, quarter, half or year';
comment on column mart.quarter_subject_wide.starts_on is 'First day';
comment on column mart.quarter_subject_wide.ends_on is 'Last day, inclusive';
comment on column mart.quarter_subject_wide.subject_id is 'The site or account (检查对象)';
comment on column mart.quarter_subject_wide.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.quarter_subject_wide.name is 'Registered name (名称)';
comment on column mart.quarter_subject_wide.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.quarter_subject_wide.home_url is 'Address of the home page (首页网址)';
comment on column mart.quarter_subject_wide.platform is 'Platform of an account (所属平台)';
comment on column mart.quarter_subject_wide.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.quarter_subject_wide.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.quarter_subject_wide.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.quarter_subject_wide.region is 'Name of the division (所属地区)';
comment on column mart.quarter_subject_wide.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.quarter_subject_wide.province_code is 'Code of its province (省级)';
comment on column mart.quarter_subject_wide.level is 'Level of the organiser (层级)';
comment on column mart.quarter_subject_wide.grade is
'qualified (合格), unqualified (不合格), undetermined (不予判定), excused (例外) or prominent_issue (存在突出问题)';
comment on column mart.quarter_subject_wide.qualified_count is '1 where it counts as qualified, else 0';
comment on column mart.quarter_subject_wide.unqualified_count is '1 where it counts as unqualified, else 0';
comment on column mart.quarter_subject_wide.judged_count is
'1 where it is in the denominator of the pass rate (合格率): sum(qualified_count) / sum(judged_count)';
comment on column mart.quarter_subject_wide.reason_ids is 'Reasons of an unqualified grade (存在问题)';
comment on column mart.quarter_subject_wide.reasons_zh is 'The same in Chinese';
comment on column mart.quarter_subject_wide.indicator_ids is 'Vetoes (单项否决) behind it';
comment on column mart.quarter_subject_wide.first_failed_on is 'First failing day (首次发现日期)';
comment on column mart.quarter_subject_wide.score is 'Score (得分); null while points are not known';
comment on column mart.quarter_subject_wide.score_state is 'Why there is a score or none';
comment on column mart.quarter_subject_wide.finding_days is 'Days on which a veto failed';
