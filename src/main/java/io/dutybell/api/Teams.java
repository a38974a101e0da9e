package io.dutybell.api;

import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.TeamStore;
import io.dutybell.team.Team;
import io.dutybell.team.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/teams}. Who is not in a private team does not see it. */
public final class Teams {

  private static final String RESOURCE = "team";
  private static final int MOST_MEMBERS = 1000;

  private final TeamStore store;
  private final LiveConfiguration live;

  public Teams(TeamStore store, LiveConfiguration live) {
    this.store = store;
    this.live = live;
  }

  /** Lists teams in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        sight.configuration().teams().values().stream()
            .filter(sight::sees)
            .sorted(Comparator.comparingLong(Team::id))
            .skip(page.skip())
            .limit(page.count())
            .map(team -> json(team, sight.configuration()))
            .toList());
  }

  /** Shows one team. */
  public Answer find(Call call) {
    Sight sight = sight(call);
    return Answer.entity(json(of(call, sight), sight.configuration()));
  }

  /** Finds a team by its exact name. */
  public Answer findByName(Call call) {
    Sight sight = sight(call);
    Optional<Team> found =
        sight.configuration().teams().values().stream()
            .filter(team -> team.name().equals(call.param("name")))
            .filter(sight::sees)
            .findFirst();
    return found
        .map(team -> Answer.entity(json(team, sight.configuration())))
        .orElseThrow(() -> Problem.notFound("there is no team with that name"));
  }

  /** Makes a team. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Team team = read(0, call.fields(), live.refresh().users());
    long id = store.add(team);
    Team stored = new Team(id, team.name(), team.visibility(), team.members());
    Map<String, Object> json = json(stored, live.refresh());
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces a team, which its own administrators may do as well. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    Sight sight = sight(call);
    Team old = of(call, sight);
    if (!call.caller().may(Permission.ADMINISTER_TEAM, Set.of(old.id()))) {
      throw Problem.forbidden("only administrators, and those of this team, may change it");
    }
    Map<String, Object> was = json(old, sight.configuration());
    call.expect(was);
    Team team = read(old.id(), call.fields(), sight.configuration().users());
    if (!store.replace(team)) {
      throw missing(old.id());
    }
    Map<String, Object> json = json(team, live.refresh());
    return Answer.ok(json).changing(RESOURCE, team.id(), was, json);
  }

  /** Deletes a team that owns nothing. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Sight sight = sight(call);
    Team team = of(call, sight);
    Map<String, Object> was = json(team, sight.configuration());
    call.expect(was);
    store.delete(team.id());
    return Answer.noContent().changing(RESOURCE, team.id(), was, null);
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static Team of(Call call, Sight sight) {
    long id = call.id("id");
    return Optional.ofNullable(sight.configuration().teams().get(id))
        .filter(sight::sees)
        .orElseThrow(() -> missing(id));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no team with id " + id);
  }

  private static Team read(long id, Fields fields, Map<Long, User> users) {
    String name = fields.requiredLine("name", 200);
    Team.Visibility visibility =
        fields.word("visibility", Team.Visibility.class, Team.Visibility.PUBLIC);
    List<Team.Member> members = new ArrayList<>();
    Set<Long> named = new HashSet<>();
    for (Fields member : fields.objects("members", MOST_MEMBERS)) {
      Fields user = member.object("user");
      if (user == null) {
        throw Problem.invalid(member.at("user"), "is required, such as {\"id\": 7}");
      }
      long userId = user.id("id");
      if (!users.containsKey(userId)) {
        throw Problem.invalid(user.at("id"), "is not the id of a user");
      }
      if (!named.add(userId)) {
        throw Problem.invalid(user.at("id"), "is there twice");
      }
      members.add(
          new Team.Member(userId, member.word("role", User.Role.class, User.Role.RESPONDER)));
    }
    return new Team(id, name, visibility, members);
  }

  private static Map<String, Object> json(Team team, Configuration configuration) {
    return Json.object(
        "id",
        team.id(),
        "name",
        team.name(),
        "visibility",
        team.visibility().name(),
        "members",
        team.members().stream().map(member -> json(member, configuration)).toList());
  }

  private static Map<String, Object> json(Team.Member member, Configuration configuration) {
    User user = configuration.users().get(member.userId());
    return Json.object(
        "user", EscalationPolicies.reference(member.userId(), user), "role", member.role().name());
  }
}
