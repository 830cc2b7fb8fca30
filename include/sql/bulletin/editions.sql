-- Every bulletin (通报) that was drafted or signed, the newest period first.
-- grain:  one row per bulletin and edition; failed counts as that edition printed them
--         its files, and whether the draft was returned as it stands, or signed as which edition
-- reads:  mart.bulletin, mart.bulletin_figure, mart.bulletin_file, mart.quarter_figure, ops.bulletin_answer
-- params: none
with printed as (
    select
        bulletin_id,
        edition_no,
        period_id,
        max(value) filter (where figure_id = 'site_failed_count') as site_failed_count,
        max(value) filter (where figure_id = 'account_failed_count') as account_failed_count
    from mart.bulletin_figure
    group by bulletin_id, edition_no, period_id
),

-- a bulletin that says "none" prints no number
counted as (
    select
        jurisdiction_id,
        period_id,
        max(value) filter (where figure_id = 'site_failed_count') as site_failed_count,
        max(value) filter (where figure_id = 'account_failed_count') as account_failed_count
    from mart.quarter_figure
    group by jurisdiction_id, period_id
),

filed as (
    select
        bulletin_id,
        edition_no,
        array_agg(name order by name) as file_names
    from mart.bulletin_file
    group by bulletin_id, edition_no
),

answered as (
    select distinct on (bulletin_id)
        bulletin_id,
        draft_sha256,
        decision,
        edition_no,
        note
    from ops.bulletin_answer
    order by bulletin_id asc, answered_at desc
)

select
    bulletin.bulletin_id,
    bulletin.edition_no,
    bulletin.jurisdiction_id,
    bulletin.period_id,
    bulletin.title,
    bulletin.state,
    bulletin.output_path,
    bulletin.signed_by,
    bulletin.signed_at,
    bulletin.content_sha256,
    coalesce(filed.file_names, array['failed_sites.csv', 'failed_accounts.csv', 'figures.json']) as file_names,
    coalesce(answered.decision = 'returned', false) as is_returned,
    case answered.decision when 'returned' then answered.note else '' end as returned_note,
    case answered.decision when 'signed' then answered.edition_no end as signed_as,
    coalesce(printed.site_failed_count, counted.site_failed_count) as site_failed_count,
    coalesce(printed.account_failed_count, counted.account_failed_count) as account_failed_count
from mart.bulletin as bulletin
left join printed
    on
        bulletin.bulletin_id = printed.bulletin_id
        and bulletin.edition_no = printed.edition_no
        and bulletin.period_id = printed.period_id
left join filed on bulletin.bulletin_id = filed.bulletin_id and bulletin.edition_no = filed.edition_no
left join answered
    on
        bulletin.bulletin_id = answered.bulletin_id
        and bulletin.edition_no = 0
        and bulletin.files_sha256 = answered.draft_sha256
left join counted
    on bulletin.jurisdiction_id = counted.jurisdiction_id and bulletin.period_id = counted.period_id
order by bulletin.period_id desc, bulletin.jurisdiction_id asc, bulletin.edition_no desc;
