-- Read by day first, and by subject only together with days: the key serves both.
-- needs: mart/functions/kind_of
create table mart.fact_finding (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    reason_id text not null,
    value numeric,
    limit_value numeric not null,
    verdict text not null check (verdict in ('fail', 'unknown')),
    unknown_reason text,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id)
) partition by range (day);
create table mart.fact_finding_default partition of mart.fact_finding default;
create index on mart.fact_finding (jurisdiction_id, subject_id, indicator_id) where verdict = 'fail';

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
comment on column mart.fact_finding.kind is 'site (政府网站) or account (政务新媒体)';
