package io.dutybell.store;

/** The databases Dutybell runs on. */
public enum Dialect {
  H2,
  POSTGRESQL;

  /** The word that marks a file as being for this database only. */
  String suffix() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Reads the dialect off a JDBC URL; any other database is refused with a sentence that says what
   * is supported.
   */
  public static Dialect of(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return H2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "dutybell.db.url must begin with jdbc:h2: or jdbc:postgresql:, but is "
            + url.replaceAll("\\?.*", ""));
  }
}
