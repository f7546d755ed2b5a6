package io.chimera.refinement.local.tiers;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.jobs.config.Database;
import io.chimera.refinement.local.Failure;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Databases of InfluxDB 1.x with one retention policy each: {@code autogen}, or the one that stands
 * behind the slash of a bucket's name.
 */
final class V1Catalogue implements Buckets.Catalogue {
  private static final String DEFAULT_POLICY = "autogen";
  private static final Pattern PART = Pattern.compile("(\\d+)([hms])");

  private final TierHttp http;

  V1Catalogue(TierHttp http) {
    this.http = http;
  }

  @Override
  public OptionalLong retentionMillis(String bucket) {
    boolean exists = false;
    for (JsonNode name : rows("SHOW DATABASES")) {
      exists |= name.path(0).asText().equals(database(bucket));
    }
    if (!exists) {
      return OptionalLong.empty();
    }
    for (JsonNode policy : rows("SHOW RETENTION POLICIES ON " + quoted(database(bucket)))) {
      if (policy.path(0).asText().equals(policy(bucket))) {
        return OptionalLong.of(millis(policy.path(1).asText()));
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public void create(Database.Bucket bucket) {
    rows("CREATE DATABASE " + quoted(database(bucket.name())));
    if (policy(bucket.name()).equals(DEFAULT_POLICY)) {
      change(bucket);
    } else {
      rows(
          "CREATE RETENTION POLICY %s ON %s DURATION %s REPLICATION 1"
              .formatted(
                  quoted(policy(bucket.name())),
                  quoted(database(bucket.name())),
                  duration(bucket)));
    }
  }

  @Override
  public void change(Database.Bucket bucket) {
    rows(
        "ALTER RETENTION POLICY %s ON %s DURATION %s"
            .formatted(
                quoted(policy(bucket.name())), quoted(database(bucket.name())), duration(bucket)));
  }

  /** Values of the first series of the answer; none when there is none. */
  private JsonNode rows(String statement) {
    JsonNode answer = http.send("POST", "/query?q=" + TierHttp.encoded(statement), null);
    JsonNode result = answer.path("results").path(0);
    if (result.has("error")) {
      throw new Failure(
          "Cannot run %s: %s; check the rights of the user"
              .formatted(statement, result.path("error").asText()));
    }
    return result.path("series").path(0).path("values");
  }

  private static String database(String bucket) {
    int slash = bucket.indexOf('/');
    return slash < 0 ? bucket : bucket.substring(0, slash);
  }

  private static String policy(String bucket) {
    int slash = bucket.indexOf('/');
    return slash < 0 ? DEFAULT_POLICY : bucket.substring(slash + 1);
  }

  private static String duration(Database.Bucket bucket) {
    return bucket.retentionMillis() / 60_000 + "m";
  }

  /** A duration as the server writes it, such as {@code 168h0m0s}; 0 is for ever. */
  static long millis(String duration) {
    Matcher matcher = PART.matcher(duration);
    long millis = 0;
    while (matcher.find()) {
      long unit =
          matcher.group(2).equals("h") ? 3_600_000 : matcher.group(2).equals("m") ? 60_000 : 1_000;
      millis += Long.parseLong(matcher.group(1)) * unit;
    }
    return millis;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
