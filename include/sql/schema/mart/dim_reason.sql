-- Written from include/reasons.yaml whenever an office judges.
-- needs: roles
create table mart.dim_reason (
    reason_id text primary key,
    reason_zh text not null,
    reason_en text not null,
    kind text not null,
    applies_to text[] not null
);

comment on table mart.dim_reason is
'Reasons (存在问题): the closed list of what a finding gives as its cause; its clause (依据) stands in '
'dim_indicator.source';
comment on column mart.dim_reason.reason_id is 'The reason, as all marts call it';
comment on column mart.dim_reason.reason_zh is 'Reason in Chinese';
comment on column mart.dim_reason.reason_en is 'Reason in English';
comment on column mart.dim_reason.kind is
'veto (单项否决), deduction (扣分), registry (报送信息), process (管理) or security (安全)';
comment on column mart.dim_reason.applies_to is 'Which kinds of subject can have it: site, account';
