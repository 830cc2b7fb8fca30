-- The visit plan: what readers ask to be visited apart from the crawl, and what came of it.
-- depends: 0013-reading

-- One row per visit asked for. `day` is the official day whose observations ask, so that planning a day twice
-- plans the same; the result is that of the one visit made. Facts are shared: an address that two offices ask
-- for on one day is visited once, under the rules of the office that asked first.
create table staging.planned_visit (
    kind text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    jurisdiction_id text not null,
    not_before timestamptz not null,
    asked_by text not null,
    detail jsonb not null default '{}',
    state text not null default 'planned',
    visited_at timestamptz,
    snapshot_id text,
    outcome text,
    http_status integer,
    link_outcome text,
    read_state text,
    title text,
    text_char_count integer,
    text_hash bigint,
    note text,
    primary key (kind, subject_id, url, day)
);
create index on staging.planned_visit (jurisdiction_id, not_before) where state = 'planned';
create index on staging.planned_visit (snapshot_id) where snapshot_id is not null;

-- Revisits of imported files whose body has not come yet.
create index on staging.snapshot (payload_digest) where outcome = 'unchanged' and refers_to is null;

-- One row per page that was read, and is yet what its site answers to an address that does not exist (软 404).
-- The newest test of the fortnight up to the day counts, and both of its addresses must have been answered as if
-- they were there, with the same title and text as the page: at most 3 of 64 bits differ, or where there is too
-- little text for that, at most 20 characters (an address repeated). Where the home page itself is the same, the
-- site shows one shell for everything and nothing can be told, unless nonsense is redirected there.
create view staging.soft_dead_page as
with tested as (
    select
        subject_id,
        day,
        max(title) as title,
        max(text_char_count) as text_char_count,
        max(text_hash) as text_hash,
        min(snapshot_id) as snapshot_id
    from staging.planned_visit
    where kind = 'random_address' and state = 'done'
    group by subject_id, day
    having
        count(*) >= 2
        and bool_and(http_status = 200 and read_state in ('ok', 'error_page') and title is not null)
        and max(title) = min(title)
        and max(text_char_count) - min(text_char_count) <= 20
        and coalesce(bit_count(int8xor(max(text_hash), min(text_hash))::bit(64)) <= 3, true)
)

select
    page.subject_id,
    page.day,
    page.url,
    page.snapshot_id,
    tested.snapshot_id as nonsense_snapshot_id
from tested
inner join staging.page
    on
        tested.subject_id = page.subject_id
        and tested.day <= page.day
        and tested.day + 14 >= page.day
        and page.kind in ('article', 'other')
        and page.read_state = 'ok'
        and tested.title = page.title
        and case
            when page.text_hash is not null and tested.text_hash is not null
                then bit_count(int8xor(page.text_hash, tested.text_hash)::bit(64)) <= 3
            else abs(page.text_char_count - tested.text_char_count) <= 20
        end
inner join staging.snapshot as nonsense on tested.snapshot_id = nonsense.snapshot_id
inner join staging.snapshot as seen on page.snapshot_id = seen.snapshot_id
where
    not exists (
        select 1
        from staging.planned_visit as newer
        where
            newer.kind = 'random_address'
            and newer.state = 'done'
            and newer.subject_id = tested.subject_id
            and newer.day > tested.day
            and newer.day <= page.day
    )
    and (
        nonsense.final_url is not null and nonsense.final_url = seen.final_url
        or not exists (
            select 1
            from staging.page as home
            where
                home.subject_id = page.subject_id
                and home.day = page.day
                and home.kind = 'home'
                and home.title = tested.title
                and abs(home.text_char_count - tested.text_char_count) <= 20
        )
    );

-- One row per link that the crawl saw broken, and per link to a page that is a soft 404. `standing`:
-- `confirmed` a second look hours later agreed, or nobody was to look twice (the past comes without second
-- looks, and a soft 404 rests on three answers as it is); `unconfirmed` the second look is due, unread or was lost;
-- `withdrawn` it saw something else.
create view staging.broken_link as
select
    link.subject_id,
    link.day,
    link.page_url,
    link.target_url,
    coalesce(link.target_snapshot_id, link.snapshot_id) as snapshot_id,
    look.snapshot_id as second_snapshot_id,
    case
        when look.state is null or (look.state = 'done' and look.link_outcome = 'broken') then 'confirmed'
        when look.state = 'done' and look.link_outcome is not null then 'withdrawn'
        else 'unconfirmed'
    end as standing
from staging.link
left join staging.planned_visit as look
    on
        look.kind = 'second_look'
        and link.subject_id = look.subject_id
        and link.target_url = look.url
        and link.day = look.day
where link.outcome = 'broken'
union all
select
    link.subject_id,
    link.day,
    link.page_url,
    link.target_url,
    dead.snapshot_id,
    dead.nonsense_snapshot_id as second_snapshot_id,
    'confirmed' as standing
from staging.soft_dead_page as dead
inner join staging.link
    on
        dead.subject_id = link.subject_id
        and dead.day = link.day
        and dead.snapshot_id = link.target_snapshot_id
where link.outcome = 'ok';
