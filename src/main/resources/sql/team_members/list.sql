select team_id, user_id, role from team_members order by team_id, position
