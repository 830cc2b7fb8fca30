-- needs: mart/bulletin mart/functions/keep_signed ops/functions/keep_whole
create table mart.bulletin_file (
    bulletin_id text not null,
    edition_no integer not null,
    name text not null,
    sha256 text not null,
    byte_count bigint not null,
    primary key (bulletin_id, edition_no, name),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
create trigger keep_signed before update or delete on mart.bulletin_file
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin_file
for each statement execute function ops.keep_whole();

comment on table mart.bulletin_file is 'Files of an edition, as they were written (印发文件)';
comment on column mart.bulletin_file.bulletin_id is 'The publication';
comment on column mart.bulletin_file.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_file.name is 'Name of the file in the folder of the edition';
comment on column mart.bulletin_file.sha256 is 'SHA-256 of its bytes, hexadecimal';
comment on column mart.bulletin_file.byte_count is 'Its size in bytes';
