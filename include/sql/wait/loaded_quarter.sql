-- Whether a period's figures stand.
-- grain:  one row when they do, none when they do not
-- reads:  mart.quarter_figure
-- params: jurisdiction_id, period_id
select period_id
from mart.quarter_figure
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
group by period_id;
