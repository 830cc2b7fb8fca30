-- Bulletins of an office that an edition can be compared with, the likeliest first: older signed editions of its
-- period, then earlier periods of its kind, the nearest first, then all others.
-- grain:  one row per other edition of the period, and one per other period: its newest edition, else its draft
-- reads:  mart.bulletin
-- params: jurisdiction_id, period_id, edition_no
with other as (
    select
        period_id,
        edition_no
    from mart.bulletin
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and edition_no <> %(edition_no)s
    union all
    select
        period_id,
        max(edition_no) as edition_no
    from mart.bulletin
    where jurisdiction_id = %(jurisdiction_id)s and period_id <> %(period_id)s
    group by period_id
)

select
    period_id,
    edition_no
from other
order by
    case
        when period_id = %(period_id)s and edition_no > 0 and (%(edition_no)s = 0 or edition_no < %(edition_no)s) then 0
        when length(period_id) = length(%(period_id)s) and period_id collate "C" < %(period_id)s collate "C" then 1
        else 2
    end asc,
    period_id collate "C" desc,
    edition_no desc;
