-- needs: roles
create table mart.fact_superior_item (
    jurisdiction_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    item text not null,
    name text not null,
    note text,
    reason_id text,
    outcome text,
    is_ours boolean,
    primary key (jurisdiction_id, level, period_id, kind, item, name)
);

comment on table mart.fact_superior_item is 'What notices from above name: praised (表扬) or failed (不合格)';
comment on column mart.fact_superior_item.jurisdiction_id is 'The office that received it (主管单位)';
comment on column mart.fact_superior_item.level is 'state (国家) or province (省)';
comment on column mart.fact_superior_item.period_id is 'Period it reports on';
comment on column mart.fact_superior_item.kind is 'site or account';
comment on column mart.fact_superior_item.item is 'praised or failed';
comment on column mart.fact_superior_item.name is 'Name as printed';
comment on column mart.fact_superior_item.note is 'Note';
comment on column mart.fact_superior_item.reason_id is 'Why it was named (问题类型)';
comment on column mart.fact_superior_item.outcome is
'What became of it (整改结果): rectified, closed, failed, open; null where nothing was to be done';
comment on column mart.fact_superior_item.is_ours is
'Whether it is a subject of the office itself (涉及本地); blank is yes';
