-- Empty working tables of one evaluation, for this session alone.
-- grain:  measured: one row per indicator, subject and day, as the measures give it. Of a range of days only what
--         is not a pass, and each subject's last day; the passes before it are told by `throughout`.
--         throughout: one row per indicator and days on which every running subject of its kind was measured
--         day_by_day: subjects that `throughout` does not speak of, for all their days are in `measured`
--         home_of_day: one row per site and day with a home page (首页), which most measures of sites ask for
-- reads:  staging.home_page
-- writes: measured, throughout, day_by_day, home_of_day (temporary)
-- params: from_day, to_day (dates; end exclusive)
drop table if exists pg_temp.judged;
drop table if exists pg_temp.measured;
drop table if exists pg_temp.throughout;
drop table if exists pg_temp.day_by_day;
drop table if exists pg_temp.home_of_day;
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
create temporary table throughout (
    edition_id text not null,
    indicator_id text not null,
    kind text not null
);
create temporary table day_by_day (
    edition_id text not null,
    indicator_id text not null,
    subject_id text not null
);
create temporary table home_of_day as
select
    subject_id,
    day,
    url,
    snapshot_id,
    staging.unread_reason(read_state) as unread_reason,
    item_count,
    newest_item_on
from staging.home_page
where day >= %(from_day)s and day < %(to_day)s;
create unique index on home_of_day (subject_id, day);
analyze home_of_day;
