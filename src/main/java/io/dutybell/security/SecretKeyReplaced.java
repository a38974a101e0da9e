package io.dutybell.security;

/**
 * The installation's secret key is another one by now: what this process would encrypt, nobody
 * could read.
 */
public final class SecretKeyReplaced extends RuntimeException {

  private static final long serialVersionUID = 1;

  SecretKeyReplaced(String mine, String inUse) {
    super(
        "the secret key of this node (fingerprint "
            + mine
            + ") was replaced (by fingerprint "
            + inUse
            + "); start the node again with the new one in DUTYBELL_SECRET_KEY");
  }
}
