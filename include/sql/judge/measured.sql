-- Empty working tables of one evaluation, for this session alone.
-- grain:  measured: one row per indicator, subject and day, as the measures give it
-- writes: measured (temporary)
drop table if exists pg_temp.judged;
drop table if exists pg_temp.measured;
create temporary table measured (
    edition_id text not null,
    indicator_id text not null,
    subject_id text not null,
    day date not null,
    value numeric,
    sample_count bigint,
    unknown_reason text,
    evidence jsonb not null
);
