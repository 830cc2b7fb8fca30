-- The dictionary (数据字典): what every mart table and column holds.
-- depends: 0006-measure

comment on table mart.dim_subject is
'Sites and accounts (检查对象) with their history: one row per subject and version; a rename is a new version';
comment on column mart.dim_subject.subject_id is 'Durable name: site:<site_code> or account:<platform>:<account_id>';
comment on column mart.dim_subject.valid_from is 'First day of this version (生效日期)';
comment on column mart.dim_subject.valid_to is 'Day from which it holds no more; null while it holds';
comment on column mart.dim_subject.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.dim_subject.name is 'Registered name (名称)';
comment on column mart.dim_subject.home_url is 'Address of the home page (首页网址)';
comment on column mart.dim_subject.platform is 'Platform of an account (所属平台), canonical';
comment on column mart.dim_subject.account_kind is 'Kind of account on its platform (账号类型)';
comment on column mart.dim_subject.account_id is 'The platforms id of the account, or its name (账号ID)';
comment on column mart.dim_subject.feed_url is 'Where its posts can be read';
comment on column mart.dim_subject.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.dim_subject.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.dim_subject.operator is 'Unit that runs it (承办单位)';
comment on column mart.dim_subject.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.dim_subject.region is 'Name of the division (所属地区)';
comment on column mart.dim_subject.level is 'Level of the organiser (层级)';
comment on column mart.dim_subject.site_kind is 'Portal or department (门户, 部门)';
comment on column mart.dim_subject.status is
'running (正常运行), excused (例外), suspended (临时下线), closing (申请关停), closed (永久关停)';
comment on column mart.dim_subject.icp is 'Registered ICP number (ICP备案号)';
comment on column mart.dim_subject.police_number is 'Registered police number (公安备案号)';

comment on table mart.dim_column is
'Registered columns (栏目) of sites with their history: one row per site, address and version';
comment on column mart.dim_column.subject_id is 'The site';
comment on column mart.dim_column.url is 'Address of the column (栏目网址)';
comment on column mart.dim_column.valid_from is 'First day of this version';
comment on column mart.dim_column.valid_to is 'Day from which it holds no more; null while it holds';
comment on column mart.dim_column.name is 'Name of the column (栏目名称)';
comment on column mart.dim_column.class is 'Class (栏目类别), which decides how often it must be updated';

comment on table mart.dim_downtime is 'Approved downtimes (临时下线): one row per site and beginning';
comment on column mart.dim_downtime.subject_id is 'The site';
comment on column mart.dim_downtime.starts_at is 'Beginning, UTC';
comment on column mart.dim_downtime.ends_at is 'End, UTC';
comment on column mart.dim_downtime.reason is 'Why';
comment on column mart.dim_downtime.approval is 'The approvals number or name (批准文号)';

comment on table mart.dim_indicator is 'Indicators (指标) of each rule edition, as its YAML file states them';
comment on column mart.dim_indicator.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_indicator.indicator_id is 'Id of the indicator within editions, e.g. SV2';
comment on column mart.dim_indicator.applies_to is 'site or account';
comment on column mart.dim_indicator.part is 'veto (单项否决), deduction (扣分) or bonus (加分)';
comment on column mart.dim_indicator.title_zh is 'Title in Chinese (指标名称)';
comment on column mart.dim_indicator.title_en is 'Title in English';
comment on column mart.dim_indicator.measure is 'Its file include/sql/measure/<measure>.sql (度量)';
comment on column mart.dim_indicator.parameters is 'What the measure binds by name, and what it needs';
comment on column mart.dim_indicator.comparison is 'at_least: fails from the limit on (超过(含))';
comment on column mart.dim_indicator.limit_value is 'The limit (判定标准)';
comment on column mart.dim_indicator.reason_id is
'Reason that a failing verdict gives (存在问题), see include/reasons.yaml';
comment on column mart.dim_indicator.source is 'Clause it rests on (依据)';
comment on column mart.dim_indicator.is_confirmed is 'Whether its wording and limit were seen in a text (已核实)';

comment on table mart.fact_probe_day is 'Probes (探测) of a sites home page, counted by day';
comment on column mart.fact_probe_day.subject_id is 'The site';
comment on column mart.fact_probe_day.day is 'Local day of the planned visits';
comment on column mart.fact_probe_day.planned_count is 'Visits planned';
comment on column mart.fact_probe_day.counted_count is 'Visits that count: on time, no block, not our fault';
comment on column mart.fact_probe_day.failed_count is 'Those of the counted that failed, or took 15.0 seconds or more';
comment on column mart.fact_probe_day.late_count is 'Begun more than 60 minutes after their time';
comment on column mart.fact_probe_day.blocked_count is 'Met by a challenge or a firewall';
comment on column mart.fact_probe_day.own_fault_count is 'Lost through our own fault';
comment on column mart.fact_probe_day.median_seconds is 'Median time of the counted visits that were answered';

comment on table mart.fact_assessment_day is
'What was judged at all (检查记录), so that a pass is never a gap: one row per subject and day';
comment on column mart.fact_assessment_day.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_assessment_day.edition_id is 'Rule edition it judged by';
comment on column mart.fact_assessment_day.subject_id is 'The site or account';
comment on column mart.fact_assessment_day.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_assessment_day.indicator_ids is 'Indicators judged, sorted; those without a finding passed';

comment on table mart.fact_finding is 'Findings (问题): what failed or could not be known; a pass is no row';
comment on column mart.fact_finding.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_finding.edition_id is 'Rule edition it judged by';
comment on column mart.fact_finding.subject_id is 'The site or account';
comment on column mart.fact_finding.indicator_id is 'The indicator';
comment on column mart.fact_finding.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_finding.reason_id is 'Reason (存在问题)';
comment on column mart.fact_finding.value is 'Measured value; null where it could not be measured';
comment on column mart.fact_finding.limit_value is 'Limit that it was held against';
comment on column mart.fact_finding.verdict is 'fail (不合格) or unknown (不予判定)';
comment on column mart.fact_finding.unknown_reason is 'Why it could not be known';
comment on column mart.fact_finding.evidence is 'Proof (佐证): list of at most 20 {kind, id, note}';

comment on table mart.fact_decision is 'What people said (人工判定); append only, untouched by judging';
comment on column mart.fact_decision.decision_id is 'UUID made from its content';
comment on column mart.fact_decision.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_decision.subject_id is 'The site or account';
comment on column mart.fact_decision.indicator_id is 'Indicator it speaks of, if any';
comment on column mart.fact_decision.reason_id is 'Reason it gives, if any';
comment on column mart.fact_decision.decision is
'confirmed (确认), struck_out (误报, 核减), downgraded (降级) or reported (报告)';
comment on column mart.fact_decision.valid_from is 'Day it speaks of, and first day it holds';
comment on column mart.fact_decision.valid_to is 'Last day it holds; null without end';
comment on column mart.fact_decision.locator is 'Page or post:<id> it speaks of; null for the indicator as a whole';
comment on column mart.fact_decision.body is 'Body that decided, never a person';
comment on column mart.fact_decision.note is 'Note';
comment on column mart.fact_decision.attachment is 'Attachment';
comment on column mart.fact_decision.report_id is 'The report it came from';

comment on table mart.fact_measure_latest is
'Last value of every indicator, also where it passed: early warning (预警) and explaining';
comment on column mart.fact_measure_latest.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_measure_latest.subject_id is 'The site or account';
comment on column mart.fact_measure_latest.indicator_id is 'The indicator';
comment on column mart.fact_measure_latest.day is 'Day of the value';
comment on column mart.fact_measure_latest.value is 'Measured value';
comment on column mart.fact_measure_latest.limit_value is 'Limit it was held against';
comment on column mart.fact_measure_latest.verdict is 'pass (合格), fail (不合格) or unknown (不予判定)';
comment on column mart.fact_measure_latest.sample_count is 'Observations behind the value';
comment on column mart.fact_measure_latest.unknown_reason is 'Why it could not be known';
comment on column mart.fact_measure_latest.evidence is 'Proof (佐证): list of at most 20 {kind, id, note}';

comment on table mart.fact_case is 'Cases (问题台账): one problem from discovery to the day it was seen right';
comment on column mart.fact_case.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_case.subject_id is 'The site or account';
comment on column mart.fact_case.indicator_id is 'The indicator';
comment on column mart.fact_case.opened_on is 'First failing day (发现日期)';
comment on column mart.fact_case.last_failed_on is 'Last failing day so far';
comment on column mart.fact_case.closed_on is
'First later day on which it was known to be right (整改日期); null while open';
comment on column mart.fact_case.reason_id is 'Reason (存在问题)';
comment on column mart.fact_case.failed_day_count is 'Failing days';

comment on table mart.fact_inspection is 'Who was inspected in which round (检查轮次): visits (家次) are counts of its rows';
comment on column mart.fact_inspection.jurisdiction_id is 'The office that inspects (主管单位)';
comment on column mart.fact_inspection.subject_id is 'The site or account';
comment on column mart.fact_inspection.round_id is 'The round, named by its date';
comment on column mart.fact_inspection.inspected_on is 'Day of the round';

comment on table mart.fact_superior_notice is 'Figures of notices from above (上级通报)';
comment on column mart.fact_superior_notice.jurisdiction_id is 'The office that received it (主管单位)';
comment on column mart.fact_superior_notice.level is 'state (国家) or province (省)';
comment on column mart.fact_superior_notice.period_id is 'Period it reports on';
comment on column mart.fact_superior_notice.kind is 'site or account';
comment on column mart.fact_superior_notice.registered_count is 'Registered subjects (登记数)';
comment on column mart.fact_superior_notice.inspected_count is 'Inspected subjects (检查数)';
comment on column mart.fact_superior_notice.visit_count is 'Visits (家次)';
comment on column mart.fact_superior_notice.failed_count is 'Failed subjects (不合格数)';
comment on column mart.fact_superior_notice.printed_rate is 'Pass rate as printed (合格率)';

comment on table mart.fact_superior_item is 'What notices from above name: praised (表扬) or failed (不合格)';
comment on column mart.fact_superior_item.jurisdiction_id is 'The office that received it (主管单位)';
comment on column mart.fact_superior_item.level is 'state (国家) or province (省)';
comment on column mart.fact_superior_item.period_id is 'Period it reports on';
comment on column mart.fact_superior_item.kind is 'site or account';
comment on column mart.fact_superior_item.item is 'praised or failed';
comment on column mart.fact_superior_item.name is 'Name as printed';
comment on column mart.fact_superior_item.note is 'Note';

comment on table mart.fact_special_check is 'Special checks (专项检查): one row per check and target';
comment on column mart.fact_special_check.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_special_check.check_id is 'The check';
comment on column mart.fact_special_check.target is 'Unit or subject checked';
comment on column mart.fact_special_check.period_id is 'Period it is reported in';
comment on column mart.fact_special_check.name is 'Name of the check (名称)';
comment on column mart.fact_special_check.target_kind is 'Kind of target';
comment on column mart.fact_special_check.starts_on is 'First day';
comment on column mart.fact_special_check.ends_on is 'Last day';
comment on column mart.fact_special_check.is_passed is 'Whether the target passed (合格)';

comment on table mart.quarter_subject is 'Grade (等次) of each subject in a period';
comment on column mart.quarter_subject.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.quarter_subject.period_id is 'The period (检查周期): 2023Q4, 2020-09 or 2023';
comment on column mart.quarter_subject.subject_id is 'The site or account';
comment on column mart.quarter_subject.grade is
'qualified (合格), unqualified (不合格), undetermined (不予判定), excused (例外) or prominent_issue (存在突出问题)';
comment on column mart.quarter_subject.reason_ids is 'Reasons of an unqualified grade, sorted (存在问题)';
comment on column mart.quarter_subject.indicator_ids is 'Vetoes (单项否决) behind it, sorted';
comment on column mart.quarter_subject.first_failed_on is 'First failing day of these in the period';
comment on column mart.quarter_subject.score is 'Score (得分); null while points are not known';
comment on column mart.quarter_subject.score_state is 'incomplete while points of the edition are not known';
comment on column mart.quarter_subject.finding_days is 'Days of the period on which a veto failed';

comment on table mart.quarter_figure is 'Figures (数据) of a period, each from one query';
comment on column mart.quarter_figure.jurisdiction_id is 'The office (主管单位)';
comment on column mart.quarter_figure.period_id is 'The period (检查周期)';
comment on column mart.quarter_figure.figure_id is 'Name of the figure';
comment on column mart.quarter_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.quarter_figure.value is 'The figure';
comment on column mart.quarter_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.quarter_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.quarter_figure.sql_file is 'The query that made it';
comment on column mart.quarter_figure.parameters is 'What the query was given';

comment on table mart.bulletin is 'Editions of bulletins (通报): drafts and signed ones';
comment on column mart.bulletin.bulletin_id is 'The publication';
comment on column mart.bulletin.edition_no is 'Its edition (版次)';
comment on column mart.bulletin.jurisdiction_id is 'The office that publishes (主管单位)';
comment on column mart.bulletin.period_id is 'The period (检查周期)';
comment on column mart.bulletin.title is 'Title (标题)';
comment on column mart.bulletin.template is 'Template it was made from';
comment on column mart.bulletin.state is 'draft (草稿) or signed (签发)';
comment on column mart.bulletin.content_sha256 is 'SHA-256 of its content';
comment on column mart.bulletin.output_path is 'Folder of its files';
comment on column mart.bulletin.signed_by is 'Who signed (签发人)';
comment on column mart.bulletin.signed_at is 'When, UTC';

comment on table mart.bulletin_figure is 'Figures as a bulletin prints them: the only place of printed forms';
comment on column mart.bulletin_figure.bulletin_id is 'The publication';
comment on column mart.bulletin_figure.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_figure.figure_id is 'Name of the figure';
comment on column mart.bulletin_figure.period_id is 'Period of the figure';
comment on column mart.bulletin_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.bulletin_figure.value is 'The figure';
comment on column mart.bulletin_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.bulletin_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.bulletin_figure.printed is 'As printed (印发形式)';
comment on column mart.bulletin_figure.sql_file is 'The query that made it';
comment on column mart.bulletin_figure.parameters is 'What the query was given';

comment on view mart.last_decision is 'The last word (最终意见) of an inspector on a page or post';
comment on column mart.last_decision.jurisdiction_id is 'The office (主管单位)';
comment on column mart.last_decision.subject_id is 'The site or account';
comment on column mart.last_decision.indicator_id is 'The indicator';
comment on column mart.last_decision.locator is 'The page or post:<id>';
comment on column mart.last_decision.decision is 'confirmed, struck_out or downgraded';
comment on column mart.last_decision.valid_from is 'Day it speaks of';
comment on column mart.last_decision.report_id is 'The report it came from';

comment on function mart.subjects_in_force(text, date, date) is
'Subjects of an office in force on each day, with their status at the end of that day (监测时间点)';
comment on function mart.running_subjects(text, text, date, date) is
'Sites or accounts of an office that run on each day (正常运行): those that are judged';
