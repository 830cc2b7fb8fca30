-- Coverage (观测覆盖): on which of the days due each kind of observation was made.
-- needs: mart/functions/versions_in_force staging/probe staging/snapshot staging/account_check ops/ingest_batch
create or replace function mart.coverage(for_jurisdiction text, for_observer text, days date[], declared text[])
returns table (kind text, day date, is_observed boolean)
language sql stable
as $$
    with subject as materialized (
        select distinct version.subject_id
        from mart.versions_in_force(
            for_jurisdiction, (select min(one) from unnest(days) as one), (select max(one) + 1 from unnest(days) as one)
        ) as version
    ),

    looked as (
        select
            known.kind,
            asked.day,
            case known.kind
                when 'probes' then
                    exists (
                        select 1 from staging.probe as seen
                        where
                            seen.observer_id = for_observer
                            and seen.day = asked.day
                            and seen.subject_id in (select subject.subject_id from subject)
                    )
                when 'pages' then
                    exists (
                        select 1 from staging.snapshot as seen
                        where
                            seen.observer_id = for_observer
                            and seen.day = asked.day
                            and seen.subject_id in (select subject.subject_id from subject)
                    )
                when 'accounts' then
                    exists (
                        select 1 from staging.account_check as seen
                        where
                            seen.observer_id = for_observer
                            and seen.day = asked.day
                            and seen.subject_id in (select subject.subject_id from subject)
                    )
                else
                    exists (
                        select 1 from ops.ingest_batch as batch
                        where
                            batch.jurisdiction_id = for_jurisdiction
                            and batch.source = 'reports'
                            and batch.state = 'loaded'
                            and batch.day >= asked.day
                    )
            end as is_observed
        from unnest(array['probes', 'pages', 'accounts', 'reports']) as known (kind)
        cross join unnest(days) as asked (day)
    )

    select
        looked.kind,
        looked.day,
        looked.is_observed
    from looked
    where
        case
            when declared is not null then looked.kind = any(declared)
            else looked.kind in (select derived.kind from looked as derived where derived.is_observed)
        end
    order by looked.kind, looked.day
$$;

comment on function mart.coverage(text, text, date[], text[]) is
'Days due of each kind observed, and whether it was seen; reports: a list of that day or a later one was loaded';
