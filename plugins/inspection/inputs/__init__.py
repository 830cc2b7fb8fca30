"""Any table as rows, or a named fault: files, addresses, workbooks, lists on web pages, logs."""
