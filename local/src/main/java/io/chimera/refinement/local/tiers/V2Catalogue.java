package io.chimera.refinement.local.tiers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.jobs.config.Database;
import io.chimera.refinement.local.Failure;
import java.util.Optional;
import java.util.OptionalLong;

/** Buckets of InfluxDB 2.x: {@code /api/v2/buckets}. */
final class V2Catalogue implements Buckets.Catalogue {
  private final TierHttp http;

  V2Catalogue(TierHttp http) {
    this.http = http;
  }

  @Override
  public OptionalLong retentionMillis(String bucket) {
    return find(bucket)
        .map(found -> OptionalLong.of(retention(found)))
        .orElse(OptionalLong.empty());
  }

  private static long retention(JsonNode bucket) {
    return bucket.path("retentionRules").path(0).path("everySeconds").asLong(0) * 1_000;
  }

  private Optional<JsonNode> find(String bucket) {
    JsonNode answer =
        http.send(
            "GET",
            "/api/v2/buckets?org="
                + TierHttp.encoded(http.database().org())
                + "&name="
                + TierHttp.encoded(bucket),
            null);
    for (JsonNode found : answer.path("buckets")) {
      if (found.path("name").asText().equals(bucket)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  @Override
  public void create(Database.Bucket bucket) {
    ObjectNode body = rules(bucket);
    body.put("name", bucket.name());
    body.put("orgID", organisation());
    http.send("POST", "/api/v2/buckets", body);
  }

  @Override
  public void change(Database.Bucket bucket) {
    String id = find(bucket.name()).map(found -> found.path("id").asText()).orElse("");
    http.send("PATCH", "/api/v2/buckets/" + TierHttp.encoded(id), rules(bucket));
  }

  private String organisation() {
    String org = http.database().org();
    JsonNode answer = http.send("GET", "/api/v2/orgs?org=" + TierHttp.encoded(org), null);
    String id = answer.path("orgs").path(0).path("id").asText();
    if (id.isEmpty()) {
      throw new Failure(
          "Cannot create buckets: organisation %s was not found; check refinement.influx.org"
              .formatted(org));
    }
    return id;
  }

  private static ObjectNode rules(Database.Bucket bucket) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("retentionRules")
        .addObject()
        .put("type", "expire")
        .put("everySeconds", bucket.retentionMillis() / 1_000);
    return body;
  }
}
