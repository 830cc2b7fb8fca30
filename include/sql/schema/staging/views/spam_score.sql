-- Pages and posts whose signs of spam or tampering weigh enough that a person should look.
-- needs: mart/functions/kind_of staging/sign
create or replace view staging.spam_score as
select
    sign.observer_id,
    sign.subject_id,
    mart.kind_of(sign.subject_id) as kind,
    sign.url as locator,
    min(sign.day) as first_seen_on,
    max(sign.day) as last_seen_on,
    (array_agg(left(sign.detail ->> 'reasons', 300) order by sign.day desc))[1] as excerpt,
    (array_agg(sign.snapshot_id order by sign.day desc))[1] as snapshot_id
from staging.sign as sign
where sign.topic = 'tampering' and sign.kind = 'score' and (sign.detail ->> 'score')::integer >= 40
group by sign.observer_id, sign.subject_id, sign.url;

comment on view staging.spam_score is
'Pages of sites and posts of accounts whose signs of tampering weigh 40 and more, with the newest evidence';
comment on column staging.spam_score.observer_id is 'The office that observed (观测单位)';
comment on column staging.spam_score.subject_id is 'The site or account';
comment on column staging.spam_score.kind is 'site or account';
comment on column staging.spam_score.locator is 'Address of the page, or post:<id>';
comment on column staging.spam_score.first_seen_on is 'First day on which it weighed so much';
comment on column staging.spam_score.last_seen_on is 'Last day on which it weighed so much';
comment on column staging.spam_score.excerpt is 'Reasons of the newest, with their weights';
comment on column staging.spam_score.snapshot_id is 'The newest record that shows it: its WARC-Record-ID';
