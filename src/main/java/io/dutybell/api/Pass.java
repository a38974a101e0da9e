package io.dutybell.api;

/**
 * What let a caller in, to be looked at again while a call stays open. It holds no secret.
 *
 * @param tokenId the number of the API token; null for a password, and for the installation's token
 * @param userId whose password it was; null for a token
 * @param passwordHash what is stored of that password; null for a token
 * @param remoteAddress where the call came from; null when that is not known
 */
record Pass(Long tokenId, Long userId, String passwordHash, String remoteAddress) {

  /** The installation's own token, which is good for as long as the process runs. */
  static Pass ofInstallation(String remoteAddress) {
    return new Pass(null, null, null, remoteAddress);
  }

  static Pass ofToken(long tokenId, String remoteAddress) {
    return new Pass(tokenId, null, null, remoteAddress);
  }

  static Pass ofPassword(long userId, String passwordHash, String remoteAddress) {
    return new Pass(null, userId, passwordHash, remoteAddress);
  }

  /** Whose calls are counted together: those with one token, or with one user's password. */
  String holder() {
    if (tokenId != null) {
      return "token " + tokenId;
    }
    return userId != null ? "user " + userId : "installation";
  }
}
