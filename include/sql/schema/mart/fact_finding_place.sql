-- Evidence in mart.fact_finding ends at twenty; here every place stands.
-- needs: mart/functions/kind_of
create table mart.fact_finding_place (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    place text not null,
    reason_id text not null,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id, place)
) partition by range (day);
create table mart.fact_finding_place_default partition of mart.fact_finding_place default;

comment on table mart.fact_finding_place is
'Every place of a failing finding (问题位置): page, column, account or link, each with its evidence, complete';
comment on column mart.fact_finding_place.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_finding_place.edition_id is 'Rule edition it judged by';
comment on column mart.fact_finding_place.subject_id is 'The site or account';
comment on column mart.fact_finding_place.indicator_id is 'The indicator';
comment on column mart.fact_finding_place.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_finding_place.place is
'Address of the page, column or link; post:<id>; or the subject itself, where it fails as a whole';
comment on column mart.fact_finding_place.reason_id is 'Reason (存在问题)';
comment on column mart.fact_finding_place.evidence is 'Proof (佐证): list of all {kind, id, note} at this place';
comment on column mart.fact_finding_place.kind is 'site (政府网站) or account (政务新媒体)';
