-- Numbers of reports: BG-YYYYMMDD-0001.
create sequence number_report;
