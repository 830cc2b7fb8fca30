-- One row per site and day on which pages of it were planned to be read, in the shape of a measure.
-- `value` is the highest total of a page, 0 where no page shows anything, null where none could be read.
-- needs: staging/functions/unread_reason staging/page staging/views/tampering
create or replace view staging.tampering_score as
with read_pages as (
    select
        subject_id,
        day,
        count(*) filter (where read_state = 'ok') as page_count,
        min(staging.unread_reason(read_state)) as unread_reason
    from staging.page
    group by subject_id, day
),

worst as (
    select
        subject_id,
        day,
        max(total) as total,
        jsonb_agg(
            jsonb_build_object(
                'kind', 'snapshot', 'id', snapshot_id, 'note', concat_ws(' ', total, url, reasons)
            )
            order by total desc, url asc
        ) as evidence
    from staging.tampering
    group by subject_id, day
)

select
    read_pages.subject_id,
    read_pages.day,
    case when read_pages.page_count > 0 then coalesce(worst.total, 0)::numeric end as value,
    read_pages.page_count as sample_count,
    case when read_pages.page_count = 0 then coalesce(read_pages.unread_reason, 'not_crawled') end as unknown_reason,
    jsonb_path_query_array(coalesce(worst.evidence, '[]'), '$[0 to 19]') as evidence
from read_pages
left join worst using (subject_id, day);

comment on view staging.tampering_score is 'The worst page of a site and day, in the shape of a measure';
comment on column staging.tampering_score.subject_id is 'The site';
comment on column staging.tampering_score.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.tampering_score.value is 'Highest total of a page; null where none could be read';
comment on column staging.tampering_score.sample_count is 'Pages read';
comment on column staging.tampering_score.unknown_reason is 'Why none could be read';
comment on column staging.tampering_score.evidence is 'Proof (佐证): list of at most 20 {kind, id, note}';
