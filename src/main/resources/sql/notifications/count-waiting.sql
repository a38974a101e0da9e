-- What is still to be sent through a connector.
select count(*) as waiting from notifications where connector = :connector and due_at is not null
