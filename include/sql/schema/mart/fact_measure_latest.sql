-- Each day of judging writes every latest value anew: with room on its page a row is rewritten there, and its
-- index is left alone.
-- needs: mart/functions/kind_of
create table mart.fact_measure_latest (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric,
    limit_value numeric not null,
    verdict text not null,
    sample_count bigint,
    unknown_reason text,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id)
) with (fillfactor = 45);

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
comment on column mart.fact_measure_latest.kind is 'site (政府网站) or account (政务新媒体)';
