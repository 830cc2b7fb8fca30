-- Accounts and sites that were named as often this year as the office's limit (反复被通报), for their names.
-- grain:  one row per subject, the oftenest first; how often is a figure
-- reads:  mart.quarter_figure, mart.dim_subject
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive)
with named as (
    select distinct on (figure.dimension)
        figure.dimension as subject_id,
        figure.figure_id,
        figure.value,
        subject.kind,
        subject.name,
        subject.platform,
        subject.organiser
    from mart.quarter_figure as figure
    inner join mart.dim_subject as subject
        on
            figure.jurisdiction_id = subject.jurisdiction_id
            and figure.dimension = subject.subject_id
            and subject.valid_from <= %(cutoff_on)s
    where
        figure.jurisdiction_id = %(jurisdiction_id)s
        and figure.period_id = %(period_id)s
        and figure.figure_id in ('site_mention_count', 'account_mention_count')
    order by figure.dimension asc, subject.valid_from desc
)

select
    kind,
    subject_id,
    name,
    platform,
    organiser
from named
order by value desc, kind asc, subject_id collate "C" asc;
