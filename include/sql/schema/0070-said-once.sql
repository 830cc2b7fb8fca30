-- What several statements ask, said once: who is in force and looked at, which batch a subject belongs to, which
-- columns are at fault, which pages and posts look like spam.
-- depends: 0066-latest-in-place

-- The versions of subjects in force on a day, whoever registers them.
create or replace function mart.in_force(on_day date)
returns setof mart.dim_subject
language sql stable parallel safe
as $$
    select version.*
    from mart.dim_subject as version
    where version.valid_from <= on_day and (version.valid_to is null or version.valid_to > on_day)
$$;
comment on function mart.in_force(date) is 'The versions of subjects in force on a day, whoever registers them';

-- The same of the columns that registries name.
create or replace function mart.columns_in_force(on_day date)
returns setof mart.dim_column
language sql stable parallel safe
as $$
    select version.*
    from mart.dim_column as version
    where version.valid_from <= on_day and (version.valid_to is null or version.valid_to > on_day)
$$;
comment on function mart.columns_in_force(date) is 'The versions of registered columns (栏目) in force on a day';

-- Of those the ones that an office looks at: of its own registry, and those that no registry names. Another office's
-- sites may answer only by its own line (connect_to, allow_networks): from here they would seem dead. A downtime keeps
-- nobody from looking: it excuses where days are judged.
create or replace function mart.looked_at(for_jurisdiction text, on_day date)
returns setof mart.dim_subject
language sql stable parallel safe
as $$
    select subject.*
    from mart.in_force(on_day) as subject
    where
        subject.subject_id in (
            select registration.subject_id
            from mart.dim_registration as registration
            where
                registration.jurisdiction_id = for_jurisdiction
                and registration.valid_from <= on_day
                and (registration.valid_to is null or registration.valid_to > on_day)
        )
        or subject.subject_id not in (select registration.subject_id from mart.dim_registration as registration)
$$;
comment on function mart.looked_at(text, date) is
'The subjects that an office looks at on a day: of its own registry, and those that no registry names';

-- Batches (批) split subjects, or hosts, by a stable hash, so that they can run at once. plugins/inspection/batches.py
-- says the same.
create or replace function mart.batch_of(id text, batch_count integer)
returns integer
language sql immutable parallel safe
as $$
    select (('x' || substr(md5(id), 1, 8))::bit(32)::bigint % batch_count)::integer
$$;
comment on function mart.batch_of(text, integer) is 'The batch, from 0, that an id belongs to: always the same';

-- Columns (栏目) that an indicator looks at and that stood on some of the days: blank ones where it counts these, and
-- those of the classes that owe it an update. `counts_from` is the first of the days on which one is at fault, or
-- could not be read, for which there is an `unread_reason`; null where neither. A column without any date is late.
-- Sql in one statement, as all below: the planner opens it where it is asked, for one site's day or a quarter's.
create or replace function staging.held_columns(
    from_day date,
    to_day date,
    counts_blank boolean,
    late_classes text[],
    document_depth_at_most integer,
    news_days integer,
    document_months integer,
    yearly_months integer
)
returns table (
    subject_id text,
    url text,
    snapshot_id text,
    name text,
    newest_item_on date,
    unread_reason text,
    counts_from date,
    last_day date
)
language sql stable parallel safe
as $$
    select
        state.subject_id,
        state.url,
        state.snapshot_id,
        state.name,
        state.newest_item_on,
        case when state.is_blank is null then coalesce(staging.unread_reason(state.read_state), 'not_crawled') end,
        case
            when state.is_blank is null or (state.is_blank and counts_blank) then greatest(state.day, from_day)
            when not state.is_blank and owing.owes_update
                then greatest(
                    state.day,
                    from_day,
                    staging.late_on(state.class, state.newest_item_on, news_days, document_months, yearly_months)
                )
        end,
        least(state.last_day, to_day - 1)
    from staging.column_state as state
    cross join
        lateral (
            values (
                state.class = any(late_classes)
                and (
                    state.class not in ('notice', 'policy')
                    or coalesce(state.depth <= document_depth_at_most, true)
                )
            )
        ) as owing (owes_update)
    where -- no row crosses the end of a month
        state.day >= date_trunc('month', from_day)::date
        and state.day < to_day
        and state.last_day >= from_day
        and (counts_blank or owing.owes_update)
$$;
comment on function staging.held_columns(date, date, boolean, text[], integer, integer, integer, integer) is
'Columns (栏目) that an indicator looks at and that stood on some of the days, with since when each is at fault';

-- How many of them are at fault on each day of each running site, with what the measures of columns make of it.
-- `unread_reason` is given only where the columns that could not be read could make it fail; `is_without_columns`
-- where nobody saw a column that the indicator looks at.
create or replace function staging.column_faults(
    for_jurisdiction text,
    from_day date,
    to_day date,
    limit_value numeric,
    counts_blank boolean,
    late_classes text[] default '{}',
    document_depth_at_most integer default null,
    news_days integer default null,
    document_months integer default null,
    yearly_months integer default null
)
returns table (
    subject_id text,
    day date,
    fault_count numeric,
    sample_count bigint,
    unread_reason text,
    is_without_columns boolean,
    evidence jsonb
)
language sql stable parallel safe
as $$
    select
        assessed.subject_id,
        assessed.day,
        coalesce(counted.fault_count, 0)::numeric,
        (
            select count(*)
            from
                staging.held_columns(
                    assessed.day, assessed.day + 1, counts_blank, late_classes,
                    document_depth_at_most, news_days, document_months, yearly_months
                ) as held
            where held.subject_id = assessed.subject_id and held.unread_reason is null
        ),
        case
            when counted.fault_count >= limit_value then null
            when counted.fault_count + counted.unread_count >= limit_value then counted.unread_reason
        end,
        counted.subject_id is null
        and not exists (
            select 1
            from
                staging.held_columns(
                    assessed.day, assessed.day + 1, counts_blank, late_classes,
                    document_depth_at_most, news_days, document_months, yearly_months
                ) as held
            where held.subject_id = assessed.subject_id
        ),
        case
            when counted.fault_count > 0
                then (
                    select
                        jsonb_agg(jsonb_build_object('kind', 'snapshot', 'id', proof.snapshot_id, 'note', proof.note))
                    from (
                        select
                            coalesce(as_read.snapshot_id, held.snapshot_id) as snapshot_id,
                            concat_ws(' ', held.name, held.newest_item_on) as note
                        from
                            staging.held_columns(
                                assessed.day, assessed.day + 1, counts_blank, late_classes,
                                document_depth_at_most, news_days, document_months, yearly_months
                            ) as held
                        left join staging.site_column as as_read
                            on
                                held.subject_id = as_read.subject_id
                                and as_read.day = assessed.day
                                and held.url = as_read.url
                        where
                            held.subject_id = assessed.subject_id
                            and held.unread_reason is null
                            and held.counts_from <= held.last_day
                        order by held.newest_item_on asc nulls first, held.url asc
                        limit 20
                    ) as proof
                )
            else '[]'
        end
    from mart.running_subjects(for_jurisdiction, 'site', from_day, to_day) as assessed
    left join (
        select
            held.subject_id,
            held.counts_from + later.days as day,
            count(*) filter (where held.unread_reason is null) as fault_count,
            count(held.unread_reason) as unread_count,
            max(held.unread_reason) as unread_reason
        from
            staging.held_columns(
                from_day, to_day, counts_blank, late_classes,
                document_depth_at_most, news_days, document_months, yearly_months
            ) as held
        cross join generate_series(0, held.last_day - held.counts_from) as later (days)
        where held.counts_from <= held.last_day -- most are not, and cost no series then
        group by held.subject_id, held.counts_from + later.days
    ) as counted
        on assessed.subject_id = counted.subject_id and assessed.day = counted.day
$$;
comment on function staging.column_faults(
    text, date, date, numeric, boolean, text[], integer, integer, integer, integer
) is 'Columns (栏目) at fault by running site and day, with evidence: what the measures of columns count';

-- Pages and posts whose signs of spam or tampering weigh enough that a person should look.
create or replace view staging.spam_score as
select
    sign.subject_id,
    split_part(sign.subject_id, ':', 1) as kind,
    sign.url as locator,
    min(sign.day) as first_seen_on,
    max(sign.day) as last_seen_on,
    (array_agg(left(sign.detail ->> 'reasons', 300) order by sign.day desc))[1] as excerpt,
    (array_agg(sign.snapshot_id order by sign.day desc))[1] as snapshot_id
from staging.sign as sign
where sign.topic = 'tampering' and sign.kind = 'score' and (sign.detail ->> 'score')::integer >= 40
group by sign.subject_id, sign.url;
comment on view staging.spam_score is
'Pages of sites and posts of accounts whose signs of tampering weigh 40 and more, with the newest evidence';
