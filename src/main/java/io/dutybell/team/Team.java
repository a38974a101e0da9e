package io.dutybell.team;

import io.dutybell.team.User.Role;
import java.util.List;
import java.util.Optional;

/**
 * People who own alert sources and escalation policies together.
 *
 * @param id its number
 * @param name its name, unique
 * @param visibility who sees what belongs to it
 * @param members each user once, in the order in which they were named
 */
public record Team(long id, String name, Visibility visibility, List<Member> members) {

  /** Who sees what belongs to a team. */
  public enum Visibility {
    /** Everybody. */
    PUBLIC,
    /** Its members and administrators. */
    PRIVATE
  }

  /**
   * A user in a team.
   *
   * @param userId who
   * @param role what the user may do with what belongs to the team, if that is more than elsewhere
   */
  public record Member(long userId, Role role) {}

  public Team {
    members = List.copyOf(members);
  }

  /** Whether it is seen by everybody. */
  public boolean isPublic() {
    return visibility == Visibility.PUBLIC;
  }

  /** The user's role in it; empty when the user is no member. */
  public Optional<Role> role(long userId) {
    return members.stream().filter(m -> m.userId() == userId).map(Member::role).findFirst();
  }
}
