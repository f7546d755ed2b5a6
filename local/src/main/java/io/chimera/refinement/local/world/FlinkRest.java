package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks a Flink cluster over its REST interface. Every method fails with what Flink says when it
 * refuses.
 */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CAUSE = "Caused by: ";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * @param url such as {@code http://localhost:8081}
   */
  public FlinkRest(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  public JsonNode post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Uploads a jar; the answer names it. */
  public JsonNode upload(Path jar) {
    String boundary = "refinement-jar-boundary";
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    String tail = "\r\n--" + boundary + "--\r\n";
    return send(
        request("/jars/upload")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> framed(head, jar, tail))));
  }

  private static InputStream framed(String head, Path jar, String tail) {
    try {
      return new SequenceInputStream(
          Collections.enumeration(List.of(bytes(head), Files.newInputStream(jar), bytes(tail))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new Failure(
            "Cannot use Flink at %s: %s; see its log".formatted(url, refusal(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new Failure(
          "Cannot reach Flink at %s: %s; check the address and that the JobManager runs"
              .formatted(url, Failure.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot reach Flink at " + url + ": interrupted; run the command again", e);
    }
  }

  /**
   * Flink answers with a list of texts, the last of which is a stack trace: its innermost cause
   * counts.
   */
  private static String refusal(String body) {
    try {
      JsonNode errors = JSON.readTree(body).path("errors");
      String trace = errors.path(errors.size() - 1).asText("");
      int cause = trace.lastIndexOf(CAUSE);
      return cause < 0
          ? errors.path(0).asText("refused")
          : trace
              .substring(cause + CAUSE.length())
              .lines()
              .takeWhile(line -> !line.startsWith("\t"))
              .map(String::strip)
              .collect(Collectors.joining(" "));
    } catch (IOException e) {
      return "refused";
    }
  }
}
