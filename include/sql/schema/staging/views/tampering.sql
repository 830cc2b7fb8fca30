-- One row per page and day that has a score of its own or was turned from what it was. `reasons` are those of the
-- reader (extract/tampering.py) with their weights, and of history:
--   `sudden` a score where the page had none when it was read last,
--   `script_turned` traditional characters where it was simplified,
--   `language_turned` English where it was Chinese, in the same template,
--   `title_turned` a title with hardly a character of the last one over the same text or template,
--   `new_domains` three and more domains that the site has never linked to before.
-- `score` is the reader's, `total` with history, both at most 100. A page read for the first time has no history.
-- needs: staging/page staging/sign
create or replace view staging.tampering as
with signed as (
    select
        subject_id,
        day,
        url,
        max((detail ->> 'score')::integer) filter (where kind = 'score') as score,
        (array_agg(detail -> 'reasons') filter (where kind = 'score'))[1] as reasons,
        max((detail ->> 'traditional_share')::numeric) as traditional_share
    from staging.sign
    where topic = 'tampering'
    group by subject_id, day, url
),

linked as (
    select
        subject_id,
        day,
        url,
        jsonb_array_elements_text(detail -> 'domains') as domain
    from staging.sign
    where topic = 'tampering' and kind = 'outlinks'
),

first_linked as (
    select
        subject_id,
        domain,
        min(day) as day
    from linked
    group by subject_id, domain
),

fresh as (
    select
        linked.subject_id,
        linked.day,
        linked.url,
        count(*) as domain_count,
        array_agg(linked.domain order by linked.domain) as domains
    from linked
    inner join first_linked using (subject_id, domain, day)
    group by linked.subject_id, linked.day, linked.url
),

looked as (
    select
        page.subject_id,
        page.day,
        page.url,
        page.snapshot_id,
        page.title,
        page.language,
        page.text_hash,
        page.skeleton_hash,
        coalesce(signed.score, 0) as score,
        coalesce(signed.reasons, '{}') as reasons,
        coalesce(signed.traditional_share, 0) as traditional_share,
        lag(page.day) over before as day_before,
        lag(coalesce(signed.score, 0)) over before as score_before,
        lag(coalesce(signed.traditional_share, 0)) over before as traditional_share_before,
        lag(page.title) over before as title_before,
        lag(page.language) over before as language_before,
        lag(page.text_hash) over before as text_hash_before,
        lag(page.skeleton_hash) over before as skeleton_hash_before
    from staging.page
    left join signed using (subject_id, day, url)
    where page.read_state = 'ok'
    window before as (partition by page.subject_id, page.url order by page.day)
),

compared as (
    select
        looked.*,
        coalesce(bit_count(int8xor(looked.text_hash, looked.text_hash_before)::bit(64)) <= 3, false) as is_same_text,
        coalesce(bit_count(int8xor(looked.skeleton_hash, looked.skeleton_hash_before)::bit(64)) <= 3, false)
            as is_same_template,
        fresh.domains as new_domains,
        coalesce(fresh.domain_count, 0) as new_domain_count,
        (
            select count(*) filter (where position(letters.sign in looked.title_before) > 0)::numeric / count(*)
            from regexp_split_to_table(regexp_replace(looked.title, '\W', '', 'g'), '') as letters (sign)
        ) as title_share
    from looked
    left join fresh using (subject_id, day, url)
),

turned as (
    select
        compared.*,
        jsonb_strip_nulls(
            jsonb_build_object(
                'sudden',
                case when compared.score > 0 and compared.score_before = 0 then 10 end,
                'script_turned',
                case when compared.traditional_share >= 0.15 and compared.traditional_share_before < 0.05 then 20 end,
                'language_turned',
                case
                    when compared.language = 'en' and compared.language_before = 'zh' and compared.is_same_template
                        then 40
                end,
                'title_turned',
                case
                    when compared.title_share < 0.2 and (compared.is_same_text or compared.is_same_template) then 20
                end,
                'new_domains',
                case when compared.new_domain_count >= 3 and compared.day_before is not null then 20 end
            )
        ) as turns
    from compared
)

select
    turned.subject_id,
    turned.day,
    turned.url,
    turned.snapshot_id,
    turned.score,
    least(100, turned.score + coalesce(points.total, 0)) as total,
    turned.reasons || turned.turns as reasons,
    turned.day_before,
    turned.score_before,
    turned.title,
    case when turned.turns ? 'title_turned' then turned.title_before end as title_before,
    case when turned.turns ? 'new_domains' then turned.new_domains end as new_domains
from turned
cross join
    lateral (
        select sum(turn.value::integer) as total
        from jsonb_each_text(turned.turns) as turn
    ) as points
where turned.score > 0 or turned.turns <> '{}';

comment on view staging.tampering is 'One page on a day with a score of tampering (篡改), or turned from what it was';
comment on column staging.tampering.subject_id is 'The site';
comment on column staging.tampering.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.tampering.url is 'Address of the page';
comment on column staging.tampering.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.tampering.score is 'Score of the reader, at most 100';
comment on column staging.tampering.total is 'The score with what history adds, at most 100';
comment on column staging.tampering.reasons is 'Reasons of both with their weights';
comment on column staging.tampering.day_before is 'Day on which it was read last';
comment on column staging.tampering.score_before is 'Its score then';
comment on column staging.tampering.title is 'Its title';
comment on column staging.tampering.title_before is 'Its title then, where that turned';
comment on column staging.tampering.new_domains is 'Domains that the site never linked to before';
