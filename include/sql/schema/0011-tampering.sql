-- What history tells of tampering: each day's score of a page held against the days before.
-- depends: 0013-reading

-- One row per page and day that has a score of its own or was turned from what it was. `reasons` are those of the
-- reader (extract/tampering.py) with their weights, and of history:
--   `sudden` a score where the page had none when it was read last,
--   `script_turned` traditional characters where it was simplified,
--   `language_turned` English where it was Chinese, in the same template,
--   `title_turned` a title with hardly a character of the last one over the same text or template,
--   `new_domains` three and more domains that the site has never linked to before.
-- `score` is the reader's, `total` with history, both at most 100. A page read for the first time has no history.
create view staging.tampering as
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

-- One row per site and day on which pages of it were planned to be read, in the shape of a measure.
-- `value` is the highest total of a page, 0 where no page shows anything, null where none could be read.
create view staging.tampering_score as
with read_pages as (
    select
        subject_id,
        day,
        count(*) filter (where read_state = 'ok') as page_count,
        min(staging.unread_reason(read_state)) as unread_reason
    from staging.page
    group by subject_id, day
),

worst as (
    select
        subject_id,
        day,
        max(total) as total,
        jsonb_agg(
            jsonb_build_object(
                'kind', 'snapshot', 'id', snapshot_id, 'note', concat_ws(' ', total, url, reasons)
            )
            order by total desc, url asc
        ) as evidence
    from staging.tampering
    group by subject_id, day
)

select
    read_pages.subject_id,
    read_pages.day,
    case when read_pages.page_count > 0 then coalesce(worst.total, 0)::numeric end as value,
    read_pages.page_count as sample_count,
    case when read_pages.page_count = 0 then coalesce(read_pages.unread_reason, 'not_crawled') end as unknown_reason,
    jsonb_path_query_array(coalesce(worst.evidence, '[]'), '$[0 to 19]') as evidence
from read_pages
left join worst using (subject_id, day);
