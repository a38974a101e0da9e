package io.dutybell.api;

import io.dutybell.alert.ActionResult;
import io.dutybell.alert.Actor;
import io.dutybell.alert.Alerts;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.security.ActionLink;
import io.dutybell.security.ActionLink.Action;
import io.dutybell.security.ActionLinks;
import io.dutybell.store.DatabaseAway;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /act/{token}}: accepts or resolves an alert from a link in a notification. Looking at the
 * page does nothing, because mail scanners look too; the click on its button does.
 */
public final class ActionLinkPages {

  private final ActionLinks links;
  private final AlertReader reader;
  private final Alerts alerts;
  private final LiveConfiguration live;
  private final Clock clock;

  public ActionLinkPages(
      ActionLinks links, AlertReader reader, Alerts alerts, LiveConfiguration live, Clock clock) {
    this.links = links;
    this.reader = reader;
    this.alerts = alerts;
    this.live = live;
    this.clock = clock;
  }

  /** Asks for the click. */
  public Answer ask(Call call) {
    return guarded(() -> withLink(call, this::question));
  }

  /** Does what the link is for. */
  public Answer act(Call call) {
    return guarded(() -> withLink(call, this::deed));
  }

  private interface Step {
    Answer take(ActionLink link, User user, Map<String, Object> alert);
  }

  private Answer withLink(Call call, Step step) {
    String token = call.param("token");
    Instant now = clock.now();
    Optional<ActionLink> link = links.read(token, now);
    if (link.isEmpty()) {
      return links.hasExpired(token, now)
          ? Html.page(410, "This link has expired", "Open the alert in Dutybell instead.", null)
          : Html.page(404, "This link is not valid", "It may have been cut when copied.", null);
    }
    User user = live.refresh().users().get(link.get().userId());
    Optional<Map<String, Object>> alert = reader.find(link.get().alertId());
    if (user == null || alert.isEmpty()) {
      return Html.page(
          410, "This link is no longer valid", "Its alert or its user has been deleted.", null);
    }
    return step.take(link.get(), user, alert.get());
  }

  private Answer question(ActionLink link, User user, Map<String, Object> alert) {
    Object status = alert.get("status");
    if (status.equals("RESOLVED")) {
      return Html.page(200, "Resolved already", line(alert), null);
    }
    if (link.action() == Action.ACCEPT && status.equals("ACCEPTED")) {
      return Html.page(200, "Accepted already", line(alert), null);
    }
    return link.action() == Action.ACCEPT
        ? Html.page(200, "Accept this alert?", line(alert), "Accept as " + user.fullName())
        : Html.page(200, "Resolve this alert?", line(alert), "Resolve as " + user.fullName());
  }

  private Answer deed(ActionLink link, User user, Map<String, Object> alert) {
    boolean accept = link.action() == Action.ACCEPT;
    Actor by = new Actor(user.id(), user.fullName() + " (link in a notification)");
    ActionResult result =
        accept ? alerts.accept(link.alertId(), by) : alerts.resolve(link.alertId(), by);
    return switch (result) {
      case DONE -> Html.page(200, accept ? "Accepted" : "Resolved", line(alert), null);
      case ALREADY ->
          Html.page(200, accept ? "Accepted already" : "Resolved already", line(alert), null);
      case RESOLVED_IS_FINAL -> Html.page(200, "Resolved already", line(alert), null);
      case NOT_FOUND ->
          Html.page(410, "This link is no longer valid", "Its alert has been deleted.", null);
      case NOT_ALLOWED, NOBODY_ON_CALL ->
          Html.page(409, "This cannot be done now", "Open the alert in Dutybell instead.", null);
    };
  }

  /** People read these answers, so that this error is a page too. */
  private static Answer guarded(Supplier<Answer> page) {
    try {
      return page.get();
    } catch (DatabaseAway e) {
      return Html.page(
          503, "Not possible at the moment", "The database is away. Try again in a minute.", null);
    }
  }

  private static String line(Map<String, Object> alert) {
    return "#" + alert.get("id") + " " + alert.get("summary");
  }
}
