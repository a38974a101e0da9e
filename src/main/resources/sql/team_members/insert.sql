insert into team_members (team_id, user_id, role, position)
values (:teamId, :userId, :role, :position)
