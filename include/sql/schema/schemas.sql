-- Schemas of the warehouse.
create schema staging;
create schema mart;
create schema ops;
create schema archive;
create schema personal;
comment on schema staging is 'Observations as they were read: facts, never verdicts';
comment on schema mart is 'Tables for people and BI tools: registry history, findings, quarters, bulletins';
comment on schema ops is 'Operations: ingest counts, quarantine, quality results, progress';
comment on schema archive is 'What the WARC files hold, beside the files';
comment on schema personal is 'Contact persons of the registries: personal data, read by the role personal_reader only';
