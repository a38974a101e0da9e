package io.dutybell.api;

import io.dutybell.team.User.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Stands between routes and resources: the first step of every API route makes a {@link Call} of an
 * HTTP request, the last makes an HTTP response of an {@link Answer}. Nothing that a caller sent
 * stays behind as a header, and no header is answered that was not set on purpose.
 */
public final class RestEdge {

  /** Where the call came from, as the HTTP server in front of the routes found it out. */
  public static final String REMOTE_ADDRESS = "dutybell-remote-address";

  /** The largest body of a call, in bytes. */
  public static final int MOST_BYTES = Body.MOST_BYTES;

  /** The largest configuration document, in bytes. */
  public static final int MOST_DOCUMENT_BYTES = Body.MOST_DOCUMENT_BYTES;

  /**
   * Whoever knows a link, a secret address or a heartbeat's key may do what that is for, and
   * nothing else.
   */
  private static final Caller LINK = new Caller("link", null, Role.STAKEHOLDER, Set.of(), null);

  private final Gate gate;
  private final Changes changes;

  /**
   * @param changes keeps what calls change
   */
  public RestEdge(Gate gate, Changes changes) {
    this.gate = gate;
    this.changes = changes;
  }

  /**
   * Makes a call of a request whose caller is known and may make it; the body becomes the {@link
   * Call}.
   */
  public void read(Exchange exchange) {
    HttpMessage request = request(exchange);
    Caller caller =
        gate.identify(
            request.getRequest().getHeader("Authorization"),
            request.getRequest().getHeader(REMOTE_ADDRESS));
    caller.require(Permissions.of(exchange.getFromRouteId()));
    byte[] bytes = saysNothing(request) ? new byte[0] : bytes(request);
    String contentType = request.getRequest().getHeader("Content-Type");
    take(
        exchange,
        new Call(
            pathParameters(exchange, request),
            Query.parse(request.getRequest().query()),
            Body.read(bytes, contentType),
            caller,
            exchange.getFromRouteId(),
            joined(request.getRequest().headers().getAll("If-Match")),
            changes));
  }

  /**
   * As {@link #read}, but the secret {@code token} in an address stands for the API token: what it
   * is worth is for the resource to say.
   */
  public void readAddress(Exchange exchange) {
    HttpMessage request = request(exchange);
    Query query = Query.parse(request.getRequest().query());
    if (query.text("token").isEmpty()) {
      read(exchange);
      return;
    }
    gate.admit(request.getRequest().getHeader(REMOTE_ADDRESS));
    take(exchange, new Call(pathParameters(exchange, request), query, null, LINK));
  }

  /**
   * Refuses a call that {@link #read} or {@link #readDocument} would refuse because of who makes
   * it, before its body is there.
   *
   * @param operation what is called
   * @param authorization the header as sent; null when there is none
   * @param remoteAddress where the call comes from
   * @throws Problem 401, 403 or 429
   */
  public void foresee(String operation, String authorization, String remoteAddress) {
    gate.foresee(authorization, remoteAddress).require(Permissions.of(operation));
  }

  /**
   * As {@link #read}, for a body that is a YAML document: the call's JSON is its text, one JSON
   * string.
   */
  public void readDocument(Exchange exchange) {
    HttpMessage request = request(exchange);
    Caller caller =
        gate.identify(
            request.getRequest().getHeader("Authorization"),
            request.getRequest().getHeader(REMOTE_ADDRESS));
    caller.require(Permissions.of(exchange.getFromRouteId()));
    byte[] bytes = bytes(request);
    String contentType = request.getRequest().getHeader("Content-Type");
    take(
        exchange,
        new Call(
            pathParameters(exchange, request),
            Query.parse(request.getRequest().query()),
            Body.readDocument(bytes, contentType),
            caller));
  }

  /**
   * Makes a call of a request that needs no API token and whose query and body say nothing: what is
   * odd about them is no reason to refuse it.
   */
  public void readOpen(Exchange exchange) {
    HttpMessage request = request(exchange);
    take(exchange, new Call(pathParameters(exchange, request), Query.parse(null), null, LINK));
  }

  /** A list may come as several headers. */
  private static String joined(List<String> headers) {
    return headers.isEmpty() ? null : String.join(",", headers);
  }

  /** Makes a response of the {@link Answer} in the body. */
  public void answer(Exchange exchange) {
    Answer answer = exchange.getMessage().getBody(Answer.class);
    if (answer.change() != null) {
      // Nobody could tell later who it was, so the mistake must not go unnoticed.
      throw new IllegalStateException(
          exchange.getFromRouteId() + " changed something outside of Call.change");
    }
    write(exchange, changes.tagged(answer));
  }

  /** Makes a response of the exception that ended the route. */
  public void refuse(Exchange exchange) {
    write(
        exchange, Errors.answer(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
  }

  private static void take(Exchange exchange, Call call) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(call);
  }

  private static HttpMessage request(Exchange exchange) {
    HttpMessage request = exchange.getMessage(HttpMessage.class);
    if (request == null) {
      throw new IllegalStateException("an API route was not called over HTTP");
    }
    // Set here, because Camel's filter for HTTP headers keeps it back at the end.
    request.getResponse().putHeader("Cache-Control", "no-store");
    return request;
  }

  /** The body of such a request has no meaning, whatever it is. */
  private static boolean saysNothing(HttpMessage request) {
    String method = request.getRequest().method().name();
    return method.equals("GET") || method.equals("DELETE");
  }

  /** A form has been decoded into a map by now; what is left of it only has to be refused. */
  private static byte[] bytes(HttpMessage request) {
    if (request.getBody() == null) {
      return new byte[0];
    }
    byte[] bytes = request.getBody(byte[].class);
    if (bytes == null) {
      throw Problem.of(Errors.of(415));
    }
    return bytes;
  }

  /**
   * Read from the path itself: among the headers a query parameter of the same name would pass for
   * one.
   */
  private static Map<String, String> pathParameters(Exchange exchange, HttpMessage request) {
    String[] template = path(exchange).split("/");
    String[] actual = request.getRequest().path().split("/");
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < template.length && i < actual.length; i++) {
      if (template[i].startsWith("{")) {
        parameters.put(template[i].substring(1, template[i].length() - 1), decode(actual[i]));
      }
    }
    return parameters;
  }

  private static String path(Exchange exchange) {
    return ((PlatformHttpEndpoint) exchange.getFromEndpoint()).getPath();
  }

  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("the path is not percent-encoded correctly");
    }
  }

  private static void write(Exchange exchange, Answer answer) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    message.setHeader("X-Content-Type-Options", "nosniff");
    if (answer.body() == null) {
      message.setBody(null);
    } else if (answer.headers().containsKey(Exchange.CONTENT_TYPE)) {
      message.setBody(((String) answer.body()).getBytes(StandardCharsets.UTF_8));
    } else {
      message.setHeader(Exchange.CONTENT_TYPE, "application/json");
      message.setBody(Body.write(answer.body()));
    }
    answer.headers().forEach(message::setHeader);
  }
}
