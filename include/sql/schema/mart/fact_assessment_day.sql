-- Read by day first, and by subject only together with days: the key serves both. So in mart.fact_finding.
-- needs: mart/functions/kind_of
create table mart.fact_assessment_day (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    day date not null,
    indicator_ids text[] not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, edition_id)
) partition by range (day);
create table mart.fact_assessment_day_default partition of mart.fact_assessment_day default;

comment on table mart.fact_assessment_day is
'What was judged at all (检查记录), so that a pass is never a gap: one row per subject and day';
comment on column mart.fact_assessment_day.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_assessment_day.edition_id is 'Rule edition it judged by';
comment on column mart.fact_assessment_day.subject_id is 'The site or account';
comment on column mart.fact_assessment_day.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_assessment_day.indicator_ids is 'Indicators judged, sorted; those without a finding passed';
comment on column mart.fact_assessment_day.kind is 'site (政府网站) or account (政务新媒体)';
