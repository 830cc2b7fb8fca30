-- One row per page that was read, and is yet what its site answers to an address that does not exist (软 404).
-- The newest test of the fortnight up to the day counts, and both of its addresses must have been answered as if
-- they were there, with the same title and text as the page: at most 3 of 64 bits differ, or where there is too
-- little text for that, at most 20 characters (an address repeated). Where the home page itself is the same, the
-- site shows one shell for everything and nothing can be told, unless nonsense is redirected there.
-- needs: staging/page staging/planned_visit staging/snapshot
create or replace view staging.soft_dead_page as
with tested as (
    select
        observer_id,
        subject_id,
        day,
        max(title) as title,
        max(text_char_count) as text_char_count,
        max(text_hash) as text_hash,
        min(snapshot_id) as snapshot_id
    from staging.planned_visit
    where kind = 'random_address' and state = 'done'
    group by observer_id, subject_id, day
    having
        count(*) >= 2
        and bool_and(http_status = 200 and read_state in ('ok', 'error_page') and title is not null)
        and max(title) = min(title)
        and max(text_char_count) - min(text_char_count) <= 20
        and coalesce(bit_count(int8xor(max(text_hash), min(text_hash))::bit(64)) <= 3, true)
)

select
    page.observer_id,
    page.subject_id,
    page.day,
    page.url,
    page.snapshot_id,
    tested.snapshot_id as nonsense_snapshot_id
from tested
inner join staging.page
    on
        tested.observer_id = page.observer_id
        and tested.subject_id = page.subject_id
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
inner join staging.snapshot as nonsense
    on tested.observer_id = nonsense.observer_id and tested.snapshot_id = nonsense.snapshot_id
inner join staging.snapshot as seen
    on page.observer_id = seen.observer_id and page.snapshot_id = seen.snapshot_id
where
    not exists (
        select 1
        from staging.planned_visit as newer
        where
            newer.observer_id = tested.observer_id
            and newer.kind = 'random_address'
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
                home.observer_id = page.observer_id
                and home.subject_id = page.subject_id
                and home.day = page.day
                and home.kind = 'home'
                and home.title = tested.title
                and abs(home.text_char_count - tested.text_char_count) <= 20
        )
    );

comment on view staging.soft_dead_page is
'One page with the title and text that its site gives for two addresses that cannot exist (软 404); a site whose '
'home page is that shell too is not told so';
comment on column staging.soft_dead_page.observer_id is 'The office that observed (观测单位)';
comment on column staging.soft_dead_page.subject_id is 'The site';
comment on column staging.soft_dead_page.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.soft_dead_page.url is 'Address of the page';
comment on column staging.soft_dead_page.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.soft_dead_page.nonsense_snapshot_id is 'Record of an address that cannot exist';
