package io.dutybell.api;

/**
 * An entity as it is configured: what its version is made of, see {@link Versions}.
 *
 * @param json its JSON, with all optional parts; secrets in it are masked
 * @param secrets what the JSON does not show and belongs to the version; null for nothing
 */
record Configured(Object json, Object secrets) {

  /**
   * An entity without secrets.
   *
   * @return null for null
   */
  static Configured of(Object json) {
    return json == null ? null : new Configured(json, null);
  }
}
