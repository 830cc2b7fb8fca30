-- What a server calls a version of a page by, so that the next crawl can ask for a change only.
-- depends: 0009-probes

alter table staging.snapshot
add column etag text,
add column last_modified text;
