"""Tables in and out: CSV and XLSX as lines with the numbers that a spreadsheet shows. Knows no domain."""
