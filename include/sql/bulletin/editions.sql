-- Every bulletin (通报) that was drafted or signed, the newest period first.
-- grain:  one row per bulletin and edition; failed counts as that edition printed them
-- reads:  mart.bulletin, mart.bulletin_figure, mart.quarter_figure
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
    coalesce(printed.site_failed_count, counted.site_failed_count) as site_failed_count,
    coalesce(printed.account_failed_count, counted.account_failed_count) as account_failed_count
from mart.bulletin as bulletin
left join printed
    on
        bulletin.bulletin_id = printed.bulletin_id
        and bulletin.edition_no = printed.edition_no
        and bulletin.period_id = printed.period_id
left join counted
    on bulletin.jurisdiction_id = counted.jurisdiction_id and bulletin.period_id = counted.period_id
order by bulletin.period_id desc, bulletin.jurisdiction_id asc, bulletin.edition_no desc;
