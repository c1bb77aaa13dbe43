"""What commands are given: many cases, tables, folders of letters."""
