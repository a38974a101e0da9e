package io.dutybell.bench;

import io.dutybell.outside.Callback;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an HTTP request in which only digits change, so that making the next one costs next
 * to nothing: thirteen digits of a number wherever {@code NNNNNNNNNNNNN} stands, twelve where
 * {@code MMMMMMMMMMMM} stands, and the time in milliseconds where {@code TTTTTTTTTTTTT} stands.
 */
final class Template {

  private record Place(int at, int digits, boolean isTime) {}

  /**
   * What precedes the number in the name of an instance, by which a notification is found again.
   */
  static final String INSTANCE = "i-bench";

  private final byte[] bytes;
  private final List<Place> places = new ArrayList<>();

  private Template(String head, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String text = head + "Host: 127.0.0.1\r\nContent-Length: " + length + "\r\n\r\n" + body;
    bytes = text.getBytes(StandardCharsets.UTF_8);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    find(latin, "NNNNNNNNNNNNN", false);
    find(latin, "MMMMMMMMMMMM", false);
    find(latin, "TTTTTTTTTTTTT", true);
  }

  private void find(String text, String mark, boolean isTime) {
    for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
      places.add(new Place(at, mark.length(), isTime));
    }
  }

  /** A callback about another instance each time, as CloudMonitor posts it. */
  static Template callback(String path) {
    return new Template(
        "POST " + path + " HTTP/1.1\r\nContent-Type: " + Callback.CONTENT_TYPE + "\r\n", body());
  }

  /** The same bytes for a route that does not look at them. */
  static Template bytes(String path) {
    return new Template(
        "POST " + path + " HTTP/1.1\r\nContent-Type: application/octet-stream\r\n", body());
  }

  private static String body() {
    return new Callback(
            INSTANCE + "NNNNNNNNNNNNN",
            "ALERT",
            "97.3",
            "9f148c20-e6ad-11f0-8f3a-MMMMMMMMMMMM",
            "TTTTTTTTTTTTT")
        .body();
  }

  /** What Alertmanager is told of the same problem. */
  static Template alertmanager() {
    return new Template(
        "POST /api/v2/alerts HTTP/1.1\r\nContent-Type: application/json\r\n",
        """
        [{"labels": {"alertname": "ECS CPU 使用率过高", "severity": "critical", "account": "1270000000000001", \
        "region": "cn-hangzhou", "rule": "applyTemplate8f0c1d2e-1111-4222-8333-444455556666", \
        "instance": "i-benchNNNNNNNNNNNNN"}, \
        "annotations": {"summary": "CPUUtilization 97.3 % on prod-web-01", "value": "97.3", "condition": "$Average>=80", \
        "instanceName": "prod-web-01", "group": "shop-prod", "episode": "9f148c20-e6ad-11f0-8f3a-MMMMMMMMMMMM"}}]""");
  }

  /** A new request with this number and time. */
  byte[] with(long number, long millis) {
    byte[] request = bytes.clone();
    for (Place place : places) {
      long rest = place.isTime() ? millis : number;
      for (int i = place.at() + place.digits() - 1; i >= place.at(); i--) {
        request[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return request;
  }
}
