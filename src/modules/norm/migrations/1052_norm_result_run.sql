-- All that a run kept, to tell whether it is still what it was.
create index norm_result_run on norm_result (run_id);
