-- The days of downtime that an office approved (临时下线) by subject: those at whose end it lasts.
-- needs: mart/views/approved_downtime
create or replace function mart.downtime_days(for_jurisdiction text, from_day date, to_day date)
returns table (subject_id text, days datemultirange)
language sql stable parallel safe
as $$
    select
        approved.subject_id,
        range_agg(
            daterange(
                (approved.starts_at at time zone 'Asia/Shanghai')::date,
                (approved.ends_at at time zone 'Asia/Shanghai')::date
            )
        )
    from mart.approved_downtime as approved
    where
        approved.jurisdiction_id = for_jurisdiction
        and (approved.starts_at at time zone 'Asia/Shanghai')::date < to_day
        and (approved.ends_at at time zone 'Asia/Shanghai')::date > from_day
        and approved.ends_at >= approved.starts_at
    group by approved.subject_id
$$;
