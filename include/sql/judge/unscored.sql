-- Deductions (扣分指标) of sites of kinds that the edition does not score are not asked: what was measured of them goes,
-- but for what somebody reported.
-- grain:  one row: how many rows of measures went
-- reads:  measured, throughout (temporary), mart.unasked_days
-- writes: measured, skipped (temporary)
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
with spared as materialized (
    select
        unasked.indicator_id,
        unasked.subject_id,
        unasked.days,
        throughout.indicator_id is not null as is_throughout
    from mart.unasked_days(%(jurisdiction_id)s, %(edition_id)s, %(kind)s, %(from_day)s, %(to_day)s) as unasked
    left join throughout
        on throughout.edition_id = %(edition_id)s and unasked.indicator_id = throughout.indicator_id
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
