-- A rule may open an incident only for what nobody acknowledges in time: until then the alert waits in the console.
alter table alert add column answer_by timestamptz;
create index alert_answer on alert (answer_by) where answer_by is not null and status = 'firing';
