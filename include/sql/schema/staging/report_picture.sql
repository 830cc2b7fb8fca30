-- Pictures that came in a worksheet beside a report; kept whole, for they are its evidence.
-- needs: roles
create table staging.report_picture (
    jurisdiction_id text not null,
    report_id text not null,
    picture_no integer not null,
    kind text not null,
    sha256 text not null,
    content bytea not null,
    file text not null,
    sheet text not null,
    row_no integer not null,
    primary key (jurisdiction_id, report_id, picture_no)
);

comment on table staging.report_picture is
'One picture of a report, as it stood in the worksheet (检查工作表) in which the report came';
comment on column staging.report_picture.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.report_picture.report_id is 'Number of the report';
comment on column staging.report_picture.picture_no is 'Which of its pictures, from 1';
comment on column staging.report_picture.kind is 'png, jpeg, gif, bmp or webp';
comment on column staging.report_picture.sha256 is 'Digest of its bytes, in hexadecimal';
comment on column staging.report_picture.content is 'Its bytes, as they came';
comment on column staging.report_picture.file is 'File in which it came';
comment on column staging.report_picture.sheet is 'Sheet in which it stood';
comment on column staging.report_picture.row_no is 'Row at which it stood, as a spreadsheet counts';
