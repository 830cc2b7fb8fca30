-- The last record of a file, which a crawl asks for when it ends or goes on, without reading every snapshot there is.
-- depends: 0051-page-readings

create index on staging.snapshot (warc_file, warc_offset);
