-- needs: roles
create table ops.day_stage (
    jurisdiction_id text not null,
    day date not null,
    stage text not null check (stage in ('extracted', 'reconciled', 'evaluated')),
    batch_no integer not null,
    batch_count integer not null,
    planned_count integer not null,
    done_count integer not null,
    detail text,
    primary key (jurisdiction_id, day, stage, batch_no)
);

comment on table ops.day_stage is 'Which day has passed which stage: planned and done';
comment on column ops.day_stage.jurisdiction_id is 'The office (主管单位)';
comment on column ops.day_stage.day is 'Official day';
comment on column ops.day_stage.stage is 'extracted, reconciled or evaluated';
comment on column ops.day_stage.batch_no is 'Batch of subjects, from 0';
comment on column ops.day_stage.batch_count is 'Batches that the day was split into';
comment on column ops.day_stage.planned_count is 'What was to be done';
comment on column ops.day_stage.done_count is 'What was done';
comment on column ops.day_stage.detail is 'What is missing';
