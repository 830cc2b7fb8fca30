-- What another office observed of the subjects that both register (观测共用), taken over under this office's own names:
-- fetched once, read and judged by each for itself. What is here already stays.
-- grain:  the grain of each table of observations
-- reads:  mart.lent_subjects, and of the lender: staging.probe, staging.snapshot, staging.account_check, staging.post,
--         staging.host_check, staging.control_probe, staging.source_health
-- writes: the same tables, as observations of this office
-- params: jurisdiction_id, lender, from_day, to_day (dates; end exclusive)
drop table if exists pg_temp.lent;

create temporary table lent on commit drop as
select
    subject_id,
    lent_id,
    days
from mart.lent_subjects(%(jurisdiction_id)s, %(lender)s);

insert into staging.probe (
    observer_id, subject_id, scheduled_at, vantage, day, started_at, outcome, http_status, seconds, final_url,
    detail, tls_weakness, retried_at, retry_outcome
)
select
    %(jurisdiction_id)s as observer_id,
    lent.subject_id,
    seen.scheduled_at,
    seen.vantage,
    seen.day,
    seen.started_at,
    seen.outcome,
    seen.http_status,
    seen.seconds,
    seen.final_url,
    seen.detail,
    seen.tls_weakness,
    seen.retried_at,
    seen.retry_outcome
from staging.probe as seen
inner join lent on seen.subject_id = lent.lent_id and lent.days @> seen.day
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.snapshot (
    observer_id, snapshot_id, subject_id, url, fetched_at, day, outcome, http_status, content_type, payload_digest,
    byte_count, refers_to, warc_file, warc_offset, warc_length, final_url, detail, etag, last_modified
)
select
    %(jurisdiction_id)s as observer_id,
    seen.snapshot_id,
    lent.subject_id,
    seen.url,
    seen.fetched_at,
    seen.day,
    seen.outcome,
    seen.http_status,
    seen.content_type,
    seen.payload_digest,
    seen.byte_count,
    seen.refers_to,
    seen.warc_file,
    seen.warc_offset,
    seen.warc_length,
    seen.final_url,
    seen.detail,
    seen.etag,
    seen.last_modified
from staging.snapshot as seen
inner join lent on seen.subject_id = lent.lent_id and lent.days @> seen.day
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.snapshot ( -- pages of nobody, which a link leads to
    observer_id, snapshot_id, subject_id, url, fetched_at, day, outcome, http_status, content_type, payload_digest,
    byte_count, refers_to, warc_file, warc_offset, warc_length, final_url, detail, etag, last_modified
)
select
    %(jurisdiction_id)s as observer_id,
    seen.snapshot_id,
    seen.subject_id,
    seen.url,
    seen.fetched_at,
    seen.day,
    seen.outcome,
    seen.http_status,
    seen.content_type,
    seen.payload_digest,
    seen.byte_count,
    seen.refers_to,
    seen.warc_file,
    seen.warc_offset,
    seen.warc_length,
    seen.final_url,
    seen.detail,
    seen.etag,
    seen.last_modified
from staging.snapshot as seen
where
    seen.observer_id = %(lender)s
    and seen.subject_id = 'external'
    and seen.day >= %(from_day)s
    and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.account_check (
    observer_id, subject_id, checked_at, connector, day, outcome, is_source_healthy, name_seen, organiser_seen,
    is_certified, has_interaction, post_count, newest_post_at, snapshot_id, detail, account_state, functions,
    posts_in_week, download_bytes, app_version, app_updated_on
)
select
    %(jurisdiction_id)s as observer_id,
    lent.subject_id,
    seen.checked_at,
    seen.connector,
    seen.day,
    seen.outcome,
    seen.is_source_healthy,
    seen.name_seen,
    seen.organiser_seen,
    seen.is_certified,
    seen.has_interaction,
    seen.post_count,
    seen.newest_post_at,
    seen.snapshot_id,
    seen.detail,
    seen.account_state,
    seen.functions,
    seen.posts_in_week,
    seen.download_bytes,
    seen.app_version,
    seen.app_updated_on
from staging.account_check as seen
inner join lent on seen.subject_id = lent.lent_id and lent.days @> seen.day
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.post (
    observer_id, subject_id, post_id, published_at, first_seen_at, title, url, body, snapshot_id, date_mark
)
select
    %(jurisdiction_id)s as observer_id,
    lent.subject_id,
    seen.post_id,
    seen.published_at,
    seen.first_seen_at,
    seen.title,
    seen.url,
    seen.body,
    seen.snapshot_id,
    seen.date_mark
from staging.post as seen
inner join lent on seen.subject_id = lent.lent_id and lent.days @> seen.published_on
where seen.observer_id = %(lender)s and seen.published_on >= %(from_day)s and seen.published_on < %(to_day)s
on conflict do nothing;

insert into staging.host_check (
    observer_id, subject_id, day, host, vantage, checked_at, certificate_expires_at, has_aaaa,
    is_ipv6_reachable, detail
)
select
    %(jurisdiction_id)s as observer_id,
    lent.subject_id,
    seen.day,
    seen.host,
    seen.vantage,
    seen.checked_at,
    seen.certificate_expires_at,
    seen.has_aaaa,
    seen.is_ipv6_reachable,
    seen.detail
from staging.host_check as seen
inner join lent on seen.subject_id = lent.lent_id and lent.days @> seen.day
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.control_probe (
    observer_id, vantage, url, scheduled_at, day, started_at, outcome, http_status, seconds
)
select
    %(jurisdiction_id)s as observer_id,
    seen.vantage,
    seen.url,
    seen.scheduled_at,
    seen.day,
    seen.started_at,
    seen.outcome,
    seen.http_status,
    seen.seconds
from staging.control_probe as seen
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;

insert into staging.source_health (
    observer_id, route_id, platform, checked_at, batch, day, is_healthy, reason, control_count, good_control_count,
    newest_control_post_at, look_count, good_look_count, request_count
)
select
    %(jurisdiction_id)s as observer_id,
    seen.route_id,
    seen.platform,
    seen.checked_at,
    seen.batch,
    seen.day,
    seen.is_healthy,
    seen.reason,
    seen.control_count,
    seen.good_control_count,
    seen.newest_control_post_at,
    seen.look_count,
    seen.good_look_count,
    seen.request_count
from staging.source_health as seen
where seen.observer_id = %(lender)s and seen.day >= %(from_day)s and seen.day < %(to_day)s
on conflict do nothing;
