-- needs: mart/functions/kind_of
create table mart.quarter_subject (
    jurisdiction_id text not null,
    period_id text not null,
    subject_id text not null,
    grade text not null,
    reason_ids text[] not null,
    indicator_ids text[] not null,
    first_failed_on date,
    score numeric,
    score_state text not null,
    finding_days integer not null,
    counts_as text,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, period_id, subject_id)
);

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
comment on column mart.quarter_subject.counts_as is
'As what a third grade (存在突出问题) counts in the pass rate: qualified, unqualified or none; else null';
comment on column mart.quarter_subject.kind is 'site (政府网站) or account (政务新媒体)';
