insert into system_state (name, value)
select :name, :value
where not exists (select 1 from system_state where name = :name)
