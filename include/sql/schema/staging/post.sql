-- needs: roles
create table staging.post (
    observer_id text not null,
    subject_id text not null,
    post_id text not null,
    published_at timestamptz not null,
    published_on date not null generated always as ((published_at at time zone 'Asia/Shanghai')::date) stored,
    first_seen_at timestamptz not null,
    title text,
    url text,
    body text,
    snapshot_id text,
    date_mark text,
    is_repost boolean,
    primary key (observer_id, subject_id, post_id)
);
create index on staging.post (subject_id, published_on);

comment on table staging.post is 'One post of an account (信息)';
comment on column staging.post.observer_id is 'The office that observed (观测单位)';
comment on column staging.post.subject_id is 'The account';
comment on column staging.post.post_id is 'The platform''s id of the post';
comment on column staging.post.published_at is 'Instant of publication, UTC: of several that sources give the earliest';
comment on column staging.post.published_on is 'Official day of publication';
comment on column staging.post.first_seen_at is 'Instant at which we first saw it, UTC';
comment on column staging.post.title is 'Its title';
comment on column staging.post.url is 'Its address';
comment on column staging.post.body is 'Its text';
comment on column staging.post.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.post.date_mark is
'assumed_zone (written without one: Asia/Shanghai) or future (later on the day of our look, taken for its time)';
comment on column staging.post.is_repost is
'Whether it passes on another account''s post (转发); null where the source does not tell';
