package io.chimera.refinement.connectors.delivery;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Who gets recommendations by HTTP, and how.
 *
 * @param name unique; part of the consumer group and of the operators' uids
 * @param url where they are posted
 * @param secret key of the signature of a webhook; empty for REST
 * @param token bearer token; empty for none
 */
public record Subscriber(
    String name,
    Protocol protocol,
    String url,
    String secret,
    String token,
    Interest interest,
    Requests requests,
    DeliveryPolicy policy)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shorter keys of an HMAC can be guessed. */
  public static final int SHORTEST_SECRET = 16;

  /**
   * How it is asked.
   *
   * @param timeoutMillis from the start of a request to the last byte of the answer
   * @param maxInFlight requests at a time per parallel instance
   * @param gzip whether bodies are compressed
   */
  public record Requests(long timeoutMillis, int maxInFlight, boolean gzip)
      implements Serializable {
    private static final long serialVersionUID = 1;

    /** 5 s (AEO-API-04), 16 at a time, plain. */
    public static final Requests DEFAULT = new Requests(5_000, 16, false);

    public Requests {
      if (timeoutMillis < 1) {
        throw new IllegalArgumentException(
            "timeoutMillis must be at least 1, was " + timeoutMillis);
      }
      if (maxInFlight < 1) {
        throw new IllegalArgumentException("maxInFlight must be at least 1, was " + maxInFlight);
      }
    }
  }

  public Subscriber {
    Objects.requireNonNull(name, "name must be set, was null");
    Objects.requireNonNull(protocol, "protocol must be set, was null");
    Objects.requireNonNull(interest, "interest must be set, was null");
    Objects.requireNonNull(requests, "requests must be set, was null");
    Objects.requireNonNull(policy, "policy must be set, was null");
    ruleBrokenBy(url)
        .ifPresent(
            rule -> {
              throw new IllegalArgumentException("url must be " + rule + ", was " + shown(url));
            });
    if (protocol == Protocol.WEBHOOK && secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "secret must be at least %d characters, was %d characters"
              .formatted(SHORTEST_SECRET, secret.length()));
    }
  }

  /** The rule for addresses, if {@code url} breaks it. */
  public static Optional<String> ruleBrokenBy(String url) {
    try {
      URI uri = URI.create(url);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      boolean known = uri.getHost() != null && HttpUrl.parse(url) != null;
      if ((http || https) && known && plain) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      // falls through: no address at all
    }
    return Optional.of("an http or https address with a host, without user and fragment");
  }

  /** An address for messages: scheme and host, since everything else in it may be a secret. */
  public static String shown(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri.getScheme() + "://" + uri.getHost();
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      // falls through: no address at all
    }
    return "something else";
  }

  /** The server alone: paths and queries of webhooks are often secrets themselves. */
  public String server() {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** Secrets are never shown. */
  @Override
  public String toString() {
    return "Subscriber[" + name + ", " + protocol.text() + ", " + server() + ']';
  }
}
