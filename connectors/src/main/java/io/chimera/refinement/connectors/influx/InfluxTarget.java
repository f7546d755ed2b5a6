package io.chimera.refinement.connectors.influx;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;

/**
 * The database.
 *
 * @param api which write API it speaks
 * @param url base address, such as {@code http://localhost:8086}
 * @param org organisation; not used by version 1
 * @param bucket bucket; for version 1 the database, or {@code database/retention-policy}
 * @param token API token, for version 1 {@code user:password}; the empty string sends none. Never
 *     printed
 * @param gzip whether requests are compressed
 */
public record InfluxTarget(
    Api api, String url, String org, String bucket, String token, boolean gzip)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** The write APIs. */
  public enum Api {
    /** {@code /write?db=}: InfluxDB 1.x, and whoever stayed compatible. */
    V1,
    /** {@code /api/v2/write}: InfluxDB 1.8 and 2.x, QuestDB, VictoriaMetrics. */
    V2
  }

  public InfluxTarget {
    Objects.requireNonNull(api, "api must be set, was null");
    requireHttp(url);
    requireText("org", org);
    requireText("bucket", bucket);
    Objects.requireNonNull(token, "token must be set, was null");
  }

  @Override
  public String toString() {
    return url
        + " org "
        + org
        + " bucket "
        + bucket
        + (token.isEmpty() ? " without token" : " with token");
  }

  private static void requireHttp(String url) {
    Objects.requireNonNull(url, "url must be set, was null");
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url must be an http or https address, was " + url, e);
    }
    boolean http =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException("url must be an http or https address, was " + url);
    }
  }

  private static void requireText(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          field + " must not be blank, was " + (value == null ? "null" : "blank"));
    }
  }
}
