-- needs: roles
create table staging.term_hit (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    locator text not null,
    term text not null,
    occurrence_count integer not null,
    snapshot_id text,
    severity text not null,
    suggestion text,
    list_id text not null,
    word_class text not null default 'writing',
    excerpt text,
    primary key (observer_id, subject_id, day, locator, term)
) partition by range (day);
create table staging.term_hit_default partition of staging.term_hit default;
create index on staging.term_hit (day) where severity = 'grave';

comment on table staging.term_hit is 'One word-list term in a text';
comment on column staging.term_hit.observer_id is 'The office that observed (观测单位)';
comment on column staging.term_hit.subject_id is 'The site or account';
comment on column staging.term_hit.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.term_hit.locator is 'Address of the page, or post:<id>';
comment on column staging.term_hit.term is 'The term; of a pattern, what it found';
comment on column staging.term_hit.occurrence_count is 'How often';
comment on column staging.term_hit.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.term_hit.severity is 'A word of Severity';
comment on column staging.term_hit.suggestion is 'What should stand there; of a pattern, its message';
comment on column staging.term_hit.list_id is 'Word list that has it';
comment on column staging.term_hit.word_class is
'What the list is about: a word of WordClass (文字, 领导人, 机构, 地名, 提法, 法律法规, 禁用词)';
comment on column staging.term_hit.excerpt is 'The text around it';
