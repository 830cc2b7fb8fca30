-- One row an article of a site over all days read: when it was first and last seen, and how its date moved.
-- `is_watched_before` says that the site was read on an earlier day too, so that `first_seen_on` means something.
-- needs: staging/page
create or replace view staging.article as
with watched as (
    select
        observer_id,
        subject_id,
        min(day) as watched_from
    from staging.page
    group by observer_id, subject_id
),

seen as (
    select
        page.*,
        -- the day of our own first look is no word of the site
        case when page.published_source <> 'first_seen' then page.published_on end as told_on
    from staging.page
    where page.kind = 'article' and page.read_state = 'ok'
)

select
    seen.observer_id,
    seen.subject_id,
    seen.url,
    min(seen.day) as first_seen_on,
    max(seen.day) as last_seen_on,
    (array_agg(seen.told_on order by seen.day) filter (where seen.told_on is not null))[1] as first_published_on,
    (array_agg(seen.told_on order by seen.day desc) filter (where seen.told_on is not null))[1] as last_published_on,
    min(seen.told_on) as oldest_published_on,
    max(seen.told_on) as newest_published_on,
    (array_agg(seen.text_hash order by seen.day desc) filter (where seen.text_hash is not null))[1] as last_text_hash,
    (array_agg(seen.title order by seen.day desc) filter (where seen.title is not null))[1] as title,
    (array_agg(seen.snapshot_id order by seen.day desc))[1] as last_snapshot_id,
    watched.watched_from < min(seen.day) as is_watched_before
from seen
inner join watched using (observer_id, subject_id)
group by seen.observer_id, seen.subject_id, seen.url, watched.watched_from;

comment on view staging.article is 'One article over all days read';
comment on column staging.article.observer_id is 'The office that observed (观测单位)';
comment on column staging.article.subject_id is 'The site';
comment on column staging.article.url is 'Address of the article';
comment on column staging.article.first_seen_on is 'First day it was read';
comment on column staging.article.last_seen_on is 'Last day it was read';
comment on column staging.article.first_published_on is 'Date it bore first';
comment on column staging.article.last_published_on is 'Date it bore last; the day of our own first look is none';
comment on column staging.article.oldest_published_on is 'Oldest date it bore';
comment on column staging.article.newest_published_on is 'Newest date it bore';
comment on column staging.article.last_text_hash is 'Its last simhash';
comment on column staging.article.title is 'Its last title';
comment on column staging.article.last_snapshot_id is 'Its last record';
comment on column staging.article.is_watched_before is 'Whether the site was read on an earlier day too';
