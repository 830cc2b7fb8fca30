-- How an office's inspection stands (运行情况): newest days of sources and stages, and what waits for people.
-- grain:  one row
-- reads:  staging.probe, staging.snapshot, staging.account_check, ops.ingest_batch, ops.day_stage,
--         mart.fact_assessment_day, mart.quarter_figure, mart.bulletin, ops.quarantine, ops.proposal
-- params: jurisdiction_id, observer_id
select
    (
        select max(batch.day)
        from ops.ingest_batch as batch
        where
            batch.jurisdiction_id = %(jurisdiction_id)s
            and batch.state = 'loaded'
            and batch.source in ('sites', 'columns', 'accounts')
    ) as registry_day,
    (
        select max(batch.day)
        from ops.ingest_batch as batch
        where batch.jurisdiction_id = %(jurisdiction_id)s and batch.state = 'loaded' and batch.source = 'reports'
    ) as reports_day,
    (
        select max(probe.day)
        from staging.probe as probe
        where probe.observer_id = %(observer_id)s
    ) as probes_day,
    (
        select max(snapshot.day)
        from staging.snapshot as snapshot
        where snapshot.observer_id = %(observer_id)s
    ) as pages_day,
    (
        select max(looked.day)
        from staging.account_check as looked
        where looked.observer_id = %(observer_id)s
    ) as accounts_day,
    (
        select max(stage.day)
        from ops.day_stage as stage
        where stage.jurisdiction_id = %(jurisdiction_id)s and stage.stage = 'extracted'
    ) as extracted_day,
    (
        select max(assessed.day)
        from mart.fact_assessment_day as assessed
        where assessed.jurisdiction_id = %(jurisdiction_id)s
    ) as judged_day,
    (
        select string_agg(distinct figure.period_id, ' ' order by figure.period_id)
        from mart.quarter_figure as figure
        where figure.jurisdiction_id = %(jurisdiction_id)s
    ) as built_periods,
    (
        select string_agg(distinct drafted.period_id, ' ' order by drafted.period_id)
        from mart.bulletin as drafted
        where
            drafted.jurisdiction_id = %(jurisdiction_id)s
            and drafted.edition_no = 0
            and not exists (
                select 1
                from mart.bulletin as signed
                where signed.bulletin_id = drafted.bulletin_id and signed.edition_no > 0
            )
    ) as unsigned_periods,
    (
        select count(*)
        from (
            select distinct
                waiting.source,
                waiting.day,
                waiting.file,
                waiting.sheet,
                waiting.row_no
            from ops.quarantine as waiting
            where waiting.jurisdiction_id = %(jurisdiction_id)s and waiting.state = 'waiting'
        ) as waiting_row
    ) as quarantined_count,
    (
        select count(*)
        from ops.proposal as proposed
        where proposed.jurisdiction_id = %(jurisdiction_id)s and proposed.state = 'open'
    ) as proposal_count,
    clock_timestamp() as database_at;
