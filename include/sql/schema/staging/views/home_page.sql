-- One row per site and day: its home page (首页), the readable one where two addresses lead to one.
-- needs: staging/functions/unread_reason staging/page
create or replace view staging.home_page as
select distinct on (observer_id, subject_id, day)
    observer_id,
    subject_id,
    day,
    url,
    snapshot_id,
    read_state,
    item_count,
    newest_item_on
from staging.page
where kind = 'home'
order by observer_id asc, subject_id asc, day asc, staging.unread_reason(read_state) is null desc, url asc;

comment on view staging.home_page is
'Home page (首页) of a site on a day, the readable one where two addresses lead to one';
comment on column staging.home_page.observer_id is 'The office that observed (观测单位)';
comment on column staging.home_page.subject_id is 'The site';
comment on column staging.home_page.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.home_page.url is 'Address of the home page';
comment on column staging.home_page.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.home_page.read_state is
'How the reading went: ok, empty, script_shell, undecodable, error_page, blocked or failed';
comment on column staging.home_page.item_count is 'List entries on it, dated or not';
comment on column staging.home_page.newest_item_on is 'Newest date printed beside its list entries, none after the day';
