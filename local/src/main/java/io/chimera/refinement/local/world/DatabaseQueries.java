package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reads from a QuestDB by SQL over HTTP, in this process or in another. */
public final class DatabaseQueries {
  private static final Duration APPLY_LIMIT = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * @param url such as {@code http://127.0.0.1:8086}
   */
  public DatabaseQueries(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  /** Whether the database answers and every {@link DatabaseTable} is there. */
  public boolean isReady() {
    try {
      return query("SELECT name FROM wal_tables()").path("dataset").size()
          >= DatabaseTable.all().size();
    } catch (Failure notYet) {
      return false;
    }
  }

  /** Rows of {@code table}, after everything that the database has acknowledged became visible. */
  public long count(String table) {
    awaitApplied();
    return query("SELECT count() FROM \"" + table + "\"").path("dataset").path(0).path(0).asLong();
  }

  /**
   * Rows of every table by name, whoever created it, after everything acknowledged became visible.
   */
  public Map<String, Long> counts() {
    awaitApplied();
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode table : query("SELECT name FROM wal_tables()").path("dataset")) {
      String name = table.path(0).asText();
      counts.put(
          name,
          query("SELECT count() FROM \"" + name + "\"").path("dataset").path(0).path(0).asLong());
    }
    return counts;
  }

  /** The answer of {@code /exec}: {@code columns} and {@code dataset}. */
  public JsonNode query(String sql) {
    URI uri = URI.create(url + "/exec?query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new Failure(
            "Cannot query the database: %s; the statement was %s"
                .formatted(answer.path("error").asText(), sql));
      }
      return answer;
    } catch (IOException e) {
      throw new Failure("Cannot query the database: " + Failure.reason(e) + "; see its log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot query the database: interrupted; run the command again", e);
    }
  }

  /** Waits until what was written to the log of each table is in the table. */
  public void awaitApplied() {
    Patience.of(APPLY_LIMIT)
        .until(
            this::isApplied,
            "Cannot read the database back: writes are still pending after %s; see its log"
                .formatted(APPLY_LIMIT));
  }

  private boolean isApplied() {
    JsonNode tables =
        query("SELECT name, writerTxn, sequencerTxn, suspended FROM wal_tables()").path("dataset");
    for (JsonNode table : tables) {
      if (table.path(3).asBoolean()) {
        throw new Failure(
            "Cannot read the database back: table %s is suspended; see its log"
                .formatted(table.path(0).asText()));
      }
      if (table.path(1).asLong() < table.path(2).asLong()) {
        return false;
      }
    }
    return true;
  }
}
