-- Kinds of observation of which an edition was hardly seen, and was built all the same: share of its days, in print.
-- grain:  one row a kind below the floor
-- reads:  mart.bulletin_figure
-- params: bulletin_id, edition_no, coverage_floor
select
    printed.dimension as kind,
    printed.value as share
from mart.bulletin_figure as printed
where
    printed.bulletin_id = %(bulletin_id)s
    and printed.edition_no = %(edition_no)s
    and printed.figure_id = 'observed_share'
    and printed.value < %(coverage_floor)s
order by printed.dimension;
