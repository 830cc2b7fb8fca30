-- Deductions (扣分指标) of sites of kinds that the edition does not score are not asked: what was measured of them goes,
-- but for what somebody reported.
-- grain:  one row: how many rows of measures went
-- reads:  measured, throughout (temporary), mart.unscored_days, mart.running_days, mart.dim_indicator,
--         mart.reported_problem
-- writes: measured, skipped (temporary)
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
with unscored as materialized (
    select
        running.subject_id,
        running.days * unscored.days as days
    from mart.unscored_days(%(jurisdiction_id)s, %(edition_id)s) as unscored
    inner join mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running using (subject_id)
),

spared as materialized (
    select
        indicator.indicator_id,
        unscored.subject_id,
        unscored.days,
        throughout.indicator_id is not null as is_throughout
    from unscored
    cross join mart.dim_indicator as indicator
    left join throughout
        on indicator.edition_id = throughout.edition_id and indicator.indicator_id = throughout.indicator_id
    where
        indicator.edition_id = %(edition_id)s
        and indicator.applies_to = %(kind)s
        and indicator.part = 'deduction'
        and indicator.found_by = 'observation'
        and not exists (
            select 1
            from mart.reported_problem as problem
            where
                problem.jurisdiction_id = %(jurisdiction_id)s
                and problem.indicator_id = indicator.indicator_id
                and problem.subject_id = unscored.subject_id
                and problem.has_report
        )
),

gone as (
    delete from measured
    using spared
    where
        measured.edition_id = %(edition_id)s
        and measured.indicator_id = spared.indicator_id
        and measured.subject_id = spared.subject_id
        and spared.days @> measured.day
    returning spared.is_throughout
),

passed_over as ( -- of those before: days that `skipped` says already of a measure that gave no row
    select
        spared.indicator_id,
        spared.subject_id,
        spared.days - coalesce(
            (
                select range_agg(known.days)
                from skipped as known
                where
                    known.edition_id = %(edition_id)s
                    and known.indicator_id = spared.indicator_id
                    and known.subject_id = spared.subject_id
            ),
            '{}'
        ) as days
    from spared
    where spared.is_throughout
),

noted as (
    insert into skipped (edition_id, indicator_id, subject_id, days)
    select
        %(edition_id)s::text as edition_id,
        indicator_id,
        subject_id,
        days
    from passed_over
    where days <> '{}'
    returning days
)

select
    (
        select count(*)
        from gone
        where not is_throughout
    )
    + (
        select coalesce(sum(upper(stretch.days) - lower(stretch.days)), 0)
        from noted
        cross join lateral unnest(noted.days) as stretch (days)
    ) as row_count;
