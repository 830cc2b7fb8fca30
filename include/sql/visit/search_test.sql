-- Plan the test of a site's own search (站内搜索): a word of an article's title, drawn by site and day, put into
-- the address that its search form leads to. `detail` says the word and which article it must find.
-- The word is the longest piece of the title between marks and the commonest joints, at most six characters;
-- it is written in the charset of the page that holds the form, as a browser would.
-- grain:  one visit per site with a search form, once in so many days
-- reads:  staging.sign (functions, search_form: `value` is an address with {word}), staging.page,
--         staging.planned_visit, mart.running_subjects
-- writes: staging.planned_visit
-- params: jurisdiction_id, observer_id, day, now, every_days
with form as (
    select distinct on (sign.subject_id)
        sign.subject_id,
        sign.day,
        sign.url,
        sign.value as template,
        case when page.charset in ('gb18030', 'big5hkscs') then page.charset else 'utf-8' end as charset
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(day)s, %(day)s + 1)
    inner join staging.sign using (subject_id, day)
    inner join staging.page using (observer_id, subject_id, day, url)
    where
        sign.observer_id = %(observer_id)s
        and sign.topic = 'functions'
        and sign.kind = 'search_form'
        and sign.value like 'http%%{word}%%'
    order by sign.subject_id asc, page.kind = 'home' desc, sign.url asc, sign.place asc
),

article as (
    select distinct on (page.subject_id)
        page.subject_id,
        page.url,
        page.title
    from form
    inner join staging.page using (subject_id, day)
    where
        page.observer_id = %(observer_id)s
        and page.kind = 'article'
        and page.read_state = 'ok'
        and page.title ~ '[一-龥]{2}'
    order by page.subject_id asc, md5(page.url || page.day::text) asc
),

word as (
    select distinct on (article.subject_id)
        article.subject_id,
        article.url,
        left(piece.characters, 6) as word
    from article
    cross join
        lateral regexp_split_to_table(article.title, '[^一-龥]+|关于|召开|开展|进行|的|和|与|在|对|为')
        with ordinality as piece (characters, position)
    where length(piece.characters) >= 2
    order by article.subject_id asc, length(left(piece.characters, 6)) desc, piece.position desc
)

insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by, detail)
select
    %(observer_id)s,
    'search_test' as kind,
    form.subject_id,
    replace(
        form.template,
        '{word}',
        regexp_replace(
            upper(
                encode(
                    case form.charset
                        when 'gb18030' then convert_to(word.word, 'GB18030')
                        when 'big5hkscs' then convert_to(word.word, 'BIG5')
                        else convert_to(word.word, 'UTF8')
                    end,
                    'hex'
                )
            ),
            '(..)', '%%\1', 'g'
        )
    ) as url,
    form.day,
    %(now)s as not_before,
    form.url as asked_by,
    jsonb_build_object('word', word.word, 'article_url', word.url) as detail
from form
inner join word using (subject_id)
where
    octet_length(form.template) <= 900
    and not exists (
        select 1
        from staging.planned_visit as earlier
        where
            earlier.observer_id = %(observer_id)s
            and earlier.kind = 'search_test'
            and earlier.subject_id = form.subject_id
            and earlier.day > %(day)s - %(every_days)s
            and earlier.day <= %(day)s
    )
on conflict do nothing;
