-- One row an article and what its dates contradict over history. `kind`: `after_first_seen` it says a day later than
-- we first saw it, `before_first_seen` it says a day on which the site was read without it (at least a week before:
-- a list is not always read to its end), `moved` it said different days on different days. `day` is when that was seen.
-- needs: staging/views/article
create or replace view staging.date_doubt as
select
    observer_id,
    subject_id,
    url,
    last_seen_on as day,
    last_snapshot_id as snapshot_id,
    doubt.kind,
    doubt.days,
    first_seen_on,
    first_published_on,
    last_published_on
from staging.article
cross join
    lateral (
        values
        ('after_first_seen', newest_published_on - first_seen_on),
        ('before_first_seen', case when is_watched_before then first_seen_on - first_published_on end),
        ('moved', newest_published_on - oldest_published_on)
    ) as doubt (kind, days)
where doubt.days >= case doubt.kind when 'before_first_seen' then 7 else 1 end;

comment on view staging.date_doubt is 'One contradiction of an article''s date with history';
comment on column staging.date_doubt.observer_id is 'The office that observed (观测单位)';
comment on column staging.date_doubt.subject_id is 'The site';
comment on column staging.date_doubt.url is 'Address of the article';
comment on column staging.date_doubt.day is 'Day on which it was seen';
comment on column staging.date_doubt.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.date_doubt.kind is
'after_first_seen (dated later than first seen), before_first_seen (a week or more before it was seen, on a day '
'that the site was read) or moved';
comment on column staging.date_doubt.days is 'How far';
comment on column staging.date_doubt.first_seen_on is 'First day it was read';
comment on column staging.date_doubt.first_published_on is 'Date it bore first';
comment on column staging.date_doubt.last_published_on is 'Date it bore last';
