delete from team_members where team_id = :teamId
