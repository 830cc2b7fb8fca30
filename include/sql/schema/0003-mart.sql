-- Tables that others read: no serial keys, no now() in values, rebuilt rows are equal rows.
-- depends: 0002-staging

create table mart.dim_subject (
    subject_id text not null,
    valid_from date not null,
    valid_to date,
    kind text not null,
    name text not null,
    home_url text,
    platform text,
    account_kind text,
    account_id text,
    feed_url text,
    site_code text,
    organiser text not null,
    operator text,
    region_code text,
    region text,
    level text,
    site_kind text,
    status text not null,
    icp text,
    police_number text,
    primary key (subject_id, valid_from)
);
create index on mart.dim_subject (kind, valid_from);

create table mart.dim_column (
    subject_id text not null,
    url text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    class text not null,
    primary key (subject_id, url, valid_from)
);

create table mart.dim_downtime (
    subject_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text,
    approval text not null,
    primary key (subject_id, starts_at)
);

create table mart.dim_indicator (
    edition_id text not null,
    indicator_id text not null,
    applies_to text not null,
    part text not null,
    title_zh text not null,
    title_en text not null,
    measure text not null,
    parameters jsonb not null,
    comparison text not null,
    limit_value numeric not null,
    reason_id text not null,
    source text not null,
    is_confirmed boolean not null,
    primary key (edition_id, indicator_id)
);

create table mart.fact_probe_day (
    subject_id text not null,
    day date not null,
    planned_count integer not null,
    counted_count integer not null,
    failed_count integer not null,
    late_count integer not null,
    blocked_count integer not null,
    own_fault_count integer not null,
    median_seconds double precision,
    primary key (subject_id, day)
);
create index on mart.fact_probe_day (day);

create table mart.fact_assessment_day (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    day date not null,
    indicator_ids text[] not null,
    primary key (jurisdiction_id, edition_id, subject_id, day)
);
create index on mart.fact_assessment_day (jurisdiction_id, day);

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
    primary key (jurisdiction_id, edition_id, subject_id, indicator_id, day)
);
create index on mart.fact_finding (jurisdiction_id, day);

create table mart.fact_decision (
    decision_id uuid primary key,
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    decision text not null check (decision in ('confirmed', 'struck_out', 'downgraded', 'reported')),
    valid_from date not null,
    valid_to date,
    locator text,
    body text not null,
    note text,
    attachment text,
    report_id text
);
create index on mart.fact_decision (jurisdiction_id, subject_id, indicator_id);

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
    primary key (jurisdiction_id, subject_id, indicator_id)
);

create table mart.fact_case (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    opened_on date not null,
    last_failed_on date not null,
    closed_on date,
    reason_id text not null,
    failed_day_count integer not null,
    primary key (jurisdiction_id, subject_id, indicator_id, opened_on)
);

create table mart.fact_inspection (
    jurisdiction_id text not null,
    subject_id text not null,
    round_id text not null,
    inspected_on date not null,
    primary key (jurisdiction_id, subject_id, round_id)
);
create index on mart.fact_inspection (jurisdiction_id, inspected_on);

create table mart.fact_superior_notice (
    jurisdiction_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    registered_count integer,
    inspected_count integer not null,
    visit_count integer,
    failed_count integer not null,
    printed_rate text,
    primary key (jurisdiction_id, level, period_id, kind)
);

create table mart.fact_superior_item (
    jurisdiction_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    item text not null,
    name text not null,
    note text,
    primary key (jurisdiction_id, level, period_id, kind, item, name)
);

create table mart.fact_special_check (
    jurisdiction_id text not null,
    check_id text not null,
    target text not null,
    period_id text not null,
    name text not null,
    target_kind text not null,
    starts_on date not null,
    ends_on date not null,
    is_passed boolean not null,
    primary key (jurisdiction_id, check_id, target)
);

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
    primary key (jurisdiction_id, period_id, subject_id)
);

create table mart.quarter_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null default '',
    value numeric,
    numerator numeric,
    denominator numeric,
    sql_file text not null,
    parameters jsonb not null,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

create table mart.bulletin (
    bulletin_id text not null,
    edition_no integer not null,
    jurisdiction_id text not null,
    period_id text not null,
    title text not null,
    template text not null,
    state text not null check (state in ('draft', 'signed')),
    content_sha256 text not null,
    output_path text not null,
    signed_by text,
    signed_at timestamptz,
    primary key (bulletin_id, edition_no)
);

create table mart.bulletin_figure (
    bulletin_id text not null,
    edition_no integer not null,
    figure_id text not null,
    period_id text not null,
    dimension text not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    printed text not null,
    sql_file text not null,
    parameters jsonb not null,
    primary key (bulletin_id, edition_no, figure_id, period_id, dimension),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
