-- Requests are few among tickets: their lists, newest first, walk through them alone.
create index ticket_requests on ticket (id desc) where kind = 'request';
create index ticket_requests_open on ticket (id desc) where kind = 'request' and open;
