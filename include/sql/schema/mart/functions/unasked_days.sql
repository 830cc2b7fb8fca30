-- Deductions (扣分指标) with the sites of which they are not asked: those of kinds that the edition does not score, unless
-- somebody reported it of them. `is_whole` where it is asked on none of the days on which the site runs.
-- needs: mart/functions/unscored_days mart/functions/running_days mart/dim_indicator mart/views/reported_problem
create or replace function mart.unasked_days(
    for_jurisdiction text, for_edition text, for_kind text, from_day date, to_day date
)
returns table (indicator_id text, subject_id text, days datemultirange, is_whole boolean)
language sql stable parallel safe
as $$
    with unscored as materialized (
        select
            running.subject_id,
            running.days * unscored.days as days,
            unscored.days @> running.days as is_whole
        from mart.unscored_days(for_jurisdiction, for_edition) as unscored
        inner join mart.running_days(for_jurisdiction, for_kind, from_day, to_day) as running using (subject_id)
    ),

    reported as materialized (
        select distinct
            problem.indicator_id,
            problem.subject_id
        from mart.reported_problem as problem
        where problem.jurisdiction_id = for_jurisdiction and problem.has_report
    )

    select
        indicator.indicator_id,
        unscored.subject_id,
        unscored.days,
        unscored.is_whole
    from unscored
    cross join mart.dim_indicator as indicator
    left join reported
        on indicator.indicator_id = reported.indicator_id and unscored.subject_id = reported.subject_id
    where
        indicator.edition_id = for_edition
        and indicator.applies_to = for_kind
        and indicator.part = 'deduction'
        and indicator.found_by = 'observation'
        and reported.subject_id is null
$$;

comment on function mart.unasked_days(text, text, text, date, date) is
'Deductions with the sites of which they are not asked, and on which days';
