-- Empty working tables of one evaluation, for this session alone.
-- grain:  measured: one row per indicator, subject and day, as the measures give it. Of a range of days only what
--         is not a pass, passes that warn (without evidence), and each subject's last day; the passes before it are
--         told by `throughout`.
--         throughout: one row per indicator that was measured of every running subject of its kind on every day,
--         but for what `skipped` says
--         skipped: one row per indicator of `throughout` and subject that was not measured on some days
--         home_of_day: one row per site and day with a home page (首页), which most measures of sites ask for
--         looks_of_account: one row per account and what healthy looks at it saw, with the days on which they saw it,
--         which the measures of accounts ask for; what an export of posts tells counts where no other look is on record
--         of an account in these weeks: a log of looks knows better whether its source saw
-- reads:  staging.home_page, staging.account_check
-- writes: measured, throughout, skipped, home_of_day, looks_of_account (temporary)
-- params: observer_id, from_day, to_day (dates; end exclusive),
--         days_before (looks of so many days before them count too),
--         subject_id (looks at this account alone; null: at all)
drop table if exists pg_temp.judged;
drop table if exists pg_temp.measured;
drop table if exists pg_temp.throughout;
drop table if exists pg_temp.skipped;
drop table if exists pg_temp.home_of_day;
drop table if exists pg_temp.looks_of_account;
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
create temporary table skipped (
    edition_id text not null,
    indicator_id text not null,
    subject_id text not null,
    days datemultirange not null
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
where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s;
create unique index on home_of_day (subject_id, day);
analyze home_of_day;
create temporary table looks_of_account as
select
    subject_id,
    outcome,
    has_interaction,
    account_state,
    name_seen,
    organiser_seen,
    is_certified,
    connector = 'posts' as is_export,
    connector = 'import' and newest_post_at is null as names_no_route,
    range_agg(daterange(day, day + 1)) as days
from staging.account_check as look
where
    observer_id = %(observer_id)s
    and day >= %(from_day)s::date - %(days_before)s::integer
    and day < %(to_day)s
    and is_source_healthy
    and (outcome in ('ok', 'answered') or account_state is not null)
    and (%(subject_id)s::text is null or subject_id = %(subject_id)s)
    and (
        connector <> 'posts'
        or not exists (
            select 1
            from staging.account_check as logged
            where
                logged.observer_id = %(observer_id)s
                and logged.subject_id = look.subject_id
                and logged.day between look.day - 30 and look.day + 30
                and logged.connector <> 'posts'
        )
    )
group by
    subject_id, outcome, has_interaction, account_state, name_seen, organiser_seen, is_certified, connector = 'posts',
    connector = 'import' and newest_post_at is null;
analyze looks_of_account;
