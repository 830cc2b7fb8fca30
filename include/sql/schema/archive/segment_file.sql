-- needs: archive/segment
create table archive.segment_file (
    observer_id text not null,
    segment_no integer not null,
    file text not null,
    sha256 text not null,
    primary key (observer_id, segment_no, file),
    foreign key (observer_id, segment_no) references archive.segment
);
create index on archive.segment_file (file);

comment on table archive.segment_file is 'Files of the segments (分段文件), as the manifests name them';
comment on column archive.segment_file.observer_id is 'The office that observed (观测单位)';
comment on column archive.segment_file.segment_no is 'The segment';
comment on column archive.segment_file.file is 'File, relative to the snapshot store';
comment on column archive.segment_file.sha256 is 'SHA-256 of its bytes when it was closed';
