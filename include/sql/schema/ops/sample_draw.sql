-- needs: roles
create table ops.sample_draw (
    jurisdiction_id text not null,
    round_id text not null,
    kind text not null,
    stratum text not null,
    seed text not null,
    drawn_on date not null,
    population_count integer not null,
    excluded_count integer not null,
    drawn_count integer not null,
    share numeric not null,
    primary key (jurisdiction_id, round_id, kind, stratum)
);

comment on table ops.sample_draw is
'How each stratum of a sample was drawn (抽样记录): with the seed and the registry of the day it can be drawn again';
comment on column ops.sample_draw.jurisdiction_id is 'The office (主管单位)';
comment on column ops.sample_draw.round_id is 'The round (检查轮次) whose inspections were drawn';
comment on column ops.sample_draw.kind is 'site or account';
comment on column ops.sample_draw.stratum is 'What its members have in common (分层): level, region, class or platform';
comment on column ops.sample_draw.seed is 'Seed of the draw (随机种子)';
comment on column ops.sample_draw.drawn_on is 'Day whose registry was drawn from';
comment on column ops.sample_draw.population_count is 'Running subjects of the stratum';
comment on column ops.sample_draw.excluded_count is 'Of these, left out because they were drawn lately';
comment on column ops.sample_draw.drawn_count is 'Of these, drawn';
comment on column ops.sample_draw.share is 'The least share asked for (最低抽查比例), 0–1';
