merge into system_state s
using (values (cast(:name as varchar), cast(:value as varchar))) as n (name, value) on s.name = n.name
when matched then update set value = n.value
when not matched then insert (name, value) values (n.name, n.value)
