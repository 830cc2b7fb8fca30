-- 页面被篡改: pages whose signs of tampering weigh enough that a person should look (include/tampering.yaml).
-- One fault is asked about once: links that advertise and the words around them are asked of as improper links
-- (bad_links), and a title that spoils the whole site where its home page is.
-- grain:  one row per site and page
-- reads:  staging.spam_score, staging.home_page
-- params: observer_id, kind, weights, most, proposed_at
with scored as (
    select
        spam.subject_id,
        spam.locator,
        spam.first_seen_on,
        spam.last_seen_on,
        spam.reasons,
        spam.snapshot_id,
        home.subject_id is not null as is_home,
        weighed.*
    from staging.spam_score(%(observer_id)s, %(weights)s, %(most)s, %(proposed_at)s) as spam
    cross join
        lateral (
            select
                bool_or(reason.name ~ '^(spam_links|hidden_links)') as has_links,
                sum(reason.weight::integer) as score,
                sum(reason.weight::integer) filter (
                    where reason.name !~ '^(spam_links|link_to_spam|hidden_links|spam/(head|tail|body|hidden))'
                ) as other_score,
                bool_and(reason.name ~ '^(spam/(title|meta)|(salad|foreign_title|entity_title)/)') as is_title_alone
            from jsonb_each_text(spam.reasons) as reason (name, weight)
        ) as weighed
    left join staging.home_page as home
        on
            home.observer_id = %(observer_id)s
            and spam.subject_id = home.subject_id
            and spam.locator = home.url
            and spam.last_seen_on = home.day
    where spam.kind = %(kind)s
)

select
    scored.subject_id,
    scored.locator,
    '疑似被篡改' as term,
    scored.first_seen_on,
    scored.last_seen_on,
    left(scored.reasons::text, 300) as excerpt,
    scored.snapshot_id
from scored
where
    case when scored.has_links then coalesce(scored.other_score, 0) else scored.score end >= %(proposed_at)s
    and not (
        scored.is_title_alone
        and not scored.is_home
        and exists (
            select 1
            from scored as home
            where
                home.subject_id = scored.subject_id
                and home.is_home
                and home.reasons ?| array['spam/title', 'salad/title', 'foreign_title/title', 'entity_title/title']
                and home.first_seen_on <= scored.last_seen_on
                and home.last_seen_on >= scored.first_seen_on
        )
    );
