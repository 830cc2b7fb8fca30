-- needs: mart/functions/kind_of
create table ops.proposal (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    locator text not null,
    term text not null,
    first_seen_on date not null,
    last_seen_on date not null,
    excerpt text,
    snapshot_id text,
    state text not null check (state in ('open', 'confirmed', 'struck_out', 'downgraded')),
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id, locator, term)
);

comment on table ops.proposal is 'Findings that a machine proposes for confirmation: unanswered, they fail nobody';
comment on column ops.proposal.jurisdiction_id is 'The office (主管单位)';
comment on column ops.proposal.subject_id is 'The site or account';
comment on column ops.proposal.indicator_id is 'The indicator';
comment on column ops.proposal.locator is 'Page or post:<id>';
comment on column ops.proposal.term is 'What was found there';
comment on column ops.proposal.first_seen_on is 'First day it was seen';
comment on column ops.proposal.last_seen_on is 'Last day it was seen';
comment on column ops.proposal.excerpt is 'The text around it';
comment on column ops.proposal.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column ops.proposal.state is 'open, confirmed, struck_out or downgraded';
comment on column ops.proposal.kind is 'site (政府网站) or account (政务新媒体)';
