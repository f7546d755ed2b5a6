package io.chimera.refinement.local.tiers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.jobs.config.Database;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Requests to the database with its token; what is not an answer is a {@link Failure}. */
final class TierHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Database database;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  TierHttp(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }

  JsonNode send(String method, String path, JsonNode body) {
    String base = database.url().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LIMIT)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!database.token().isEmpty()) {
      request.header("Authorization", authorization());
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new Failure(
            "Cannot provision %s: status %d, %s; check refinement.influx.api, url, org and token"
                .formatted(base, response.statusCode(), brief(response.body())));
      }
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (IOException e) {
      throw new Failure(
          "Cannot reach %s: %s; check refinement.influx.url".formatted(base, Failure.reason(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot provision the database: interrupted; run the command again", e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String authorization() {
    return database.token().indexOf(':') < 0
        ? "Token " + database.token()
        : "Basic "
            + Base64.getEncoder().encodeToString(database.token().getBytes(StandardCharsets.UTF_8));
  }

  private static String brief(String body) {
    String line = body.replaceAll("\\s+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
