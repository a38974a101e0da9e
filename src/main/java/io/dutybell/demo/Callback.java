package io.dutybell.demo;

/**
 * A body as CloudMonitor would send it.
 *
 * @param contentType its content type
 * @param body its text
 */
record Callback(String contentType, String body) {

  static Callback form(String body) {
    return new Callback("application/x-www-form-urlencoded; charset=UTF-8", body);
  }

  static Callback json(String body) {
    return new Callback("application/json; charset=UTF-8", body);
  }
}
