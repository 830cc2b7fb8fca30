-- What a person was shown and what came back, from the task that asked to the task that acts: whoever may start runs
-- may also write what Airflow's tasks hand to each other, so that the answer itself is taken from here.
-- needs: roles ops/functions/keep_whole
create table ops.question (
    question text not null,
    said_at timestamptz not null,
    step text not null check (step in ('shown', 'answered')),
    told jsonb not null,
    primary key (question, said_at, step)
);
create trigger keep_whole before update or delete or truncate on ops.question
for each statement execute function ops.keep_whole();

comment on table ops.question is
'Questions to people and their answers (询问与答复), as the asking task saw them; append only';
comment on column ops.question.question is 'DAG, run, task and its number';
comment on column ops.question.said_at is 'Instant, UTC';
comment on column ops.question.step is 'shown (展示) or answered (答复)';
comment on column ops.question.told is 'What was shown, or the answer: choice, fields, who and when';
