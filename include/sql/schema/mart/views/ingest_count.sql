-- needs: ops/ingest_batch ops/quarantine mart/functions/readable_offices
create or replace view mart.ingest_count with (security_barrier) as
with waiting as (
    select
        jurisdiction_id,
        source,
        day,
        file,
        count(distinct raw_sha256) filter (where state = 'waiting') as waiting_count,
        count(distinct raw_sha256) filter (where state = 'returned') as returned_count,
        count(distinct raw_sha256) filter (where state = 'discarded') as discarded_count
    from ops.quarantine
    group by jurisdiction_id, source, day, file
)

select
    batch.jurisdiction_id,
    batch.source,
    batch.day,
    batch.file,
    batch.state,
    batch.read_count,
    batch.quarantined_count,
    batch.passed_over_count,
    batch.merged_count,
    batch.in_force_count,
    coalesce(waiting.waiting_count, 0) as waiting_count,
    coalesce(waiting.returned_count, 0) as returned_count,
    coalesce(waiting.discarded_count, 0) as discarded_count
from ops.ingest_batch as batch
left join waiting
    on
        batch.jurisdiction_id = waiting.jurisdiction_id
        and batch.source = waiting.source
        and batch.day = waiting.day
        and batch.file = waiting.file
where batch.jurisdiction_id = any((select mart.readable_offices())::text[]);

comment on view mart.ingest_count is 'Rows at every step of every load of an input (导入计数), by source and day';
comment on column mart.ingest_count.jurisdiction_id is 'The office (主管单位)';
comment on column mart.ingest_count.source is 'The input (来源): sites, accounts, messages, …';
comment on column mart.ingest_count.day is 'Day of the load';
comment on column mart.ingest_count.file is 'File or address, without a token';
comment on column mart.ingest_count.state is 'loaded, or stopped: then what was in force before still is';
comment on column mart.ingest_count.read_count is 'Rows read (读取)';
comment on column mart.ingest_count.quarantined_count is 'Of these, rows that could not be taken (待核)';
comment on column mart.ingest_count.passed_over_count is 'Of these, rows that are no data (跳过)';
comment on column mart.ingest_count.merged_count is 'Of these, rows merged (入库)';
comment on column mart.ingest_count.in_force_count is 'Rows in force after it (有效)';
comment on column mart.ingest_count.waiting_count is 'Of the quarantined rows, those that still wait';
comment on column mart.ingest_count.returned_count is 'Of them, those that a ruling let in';
comment on column mart.ingest_count.discarded_count is 'Of them, those that were ruled out';
