-- Reports are an office's: what a province's inspectors say of a site is not the word of the city that judges it too.
-- depends: 0044-publishable

alter table staging.report add column jurisdiction_id text;
update staging.report as report
set
    jurisdiction_id = coalesce(
        (
            select min(registration.jurisdiction_id)
            from mart.dim_registration as registration
            where registration.subject_id = report.subject_id
        ),
        (select min(registration.jurisdiction_id) from mart.dim_registration as registration),
        ''
    );
alter table staging.report alter column jurisdiction_id set not null;
alter table staging.report drop constraint report_pkey;
alter table staging.report add primary key (jurisdiction_id, report_id);
