-- An empty working table of what the machine proposes, for this session alone.
-- grain:  proposed: one row per indicator, subject, page or post, and term
-- writes: proposed (temporary)
drop table if exists pg_temp.proposed;
create temporary table proposed (
    indicator_id text not null,
    subject_id text not null,
    locator text not null,
    term text not null,
    first_seen_on date not null,
    last_seen_on date not null,
    excerpt text,
    snapshot_id text,
    is_unregistered boolean not null
);
