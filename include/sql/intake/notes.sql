-- What the loads of a day passed over or left empty for an office (跳过的行、置空的单元格), of which the first are given.
-- grain:  one row per row, cell or sheet
-- reads:  ops.intake_note
-- params: jurisdiction_id, day, most_rows
select
    source,
    file,
    sheet,
    row_no,
    column_name,
    kind,
    value,
    said
from ops.intake_note
where jurisdiction_id = %(jurisdiction_id)s and day = %(day)s
order by source, file, sheet, row_no, column_name
limit %(most_rows)s;
