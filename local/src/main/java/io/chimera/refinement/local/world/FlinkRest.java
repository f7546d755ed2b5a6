package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.chimera.refinement.local.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Asks a Flink cluster over its REST interface. Every method fails with what Flink says when it
 * refuses, and with {@link FlinkUnreachable} when nobody answers.
 *
 * <p>With several JobManagers each question goes to the first one that answers; a standby passes it
 * on to the leader.
 */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CAUSE = "Caused by: ";
  private static final int NO_LEADER = 503;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CHANGE_TIMEOUT = Duration.ofMinutes(2);

  private final List<String> urls;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  /**
   * @param url such as {@code http://localhost:8081}
   */
  public FlinkRest(String url) {
    this(List.of(url));
  }

  /**
   * @param urls addresses of the JobManagers of one cluster, at least one
   */
  public FlinkRest(List<String> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("urls must not be empty, was []");
    }
    this.urls = List.copyOf(urls);
  }

  /** The first address, for people. */
  public String url() {
    return urls.get(0);
  }

  /** Whether somebody answers and leads. */
  public boolean answers() {
    try {
      get("/overview");
      return true;
    } catch (FlinkUnreachable notYet) {
      return false;
    }
  }

  public JsonNode get(String path) {
    return send(path, true, HttpRequest.Builder::GET);
  }

  public JsonNode post(String path, JsonNode body) {
    return send(path, false, request -> request.POST(json(request, body)));
  }

  public JsonNode put(String path, JsonNode body) {
    return send(path, false, request -> request.PUT(json(request, body)));
  }

  /** Without a body, as Flink wants it to cancel a job. */
  public JsonNode patch(String path) {
    return send(
        path, false, request -> request.method("PATCH", HttpRequest.BodyPublishers.noBody()));
  }

  public JsonNode delete(String path) {
    return send(path, false, HttpRequest.Builder::DELETE);
  }

  /** Uploads a jar; the answer names it. */
  public JsonNode upload(Path jar) {
    String boundary = "refinement-jar-boundary";
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    String tail = "\r\n--" + boundary + "--\r\n";
    return send(
        "/jars/upload",
        false,
        request ->
            request
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

  private static HttpRequest.BodyPublisher json(HttpRequest.Builder request, JsonNode body) {
    request.header("Content-Type", "application/json");
    return HttpRequest.BodyPublishers.ofString(body.toString());
  }

  /**
   * @param repeatable whether the question may be asked twice: one that changes something is asked
   *     again only when it cannot have arrived
   */
  private JsonNode send(String path, boolean repeatable, UnaryOperator<HttpRequest.Builder> shape) {
    FlinkUnreachable nobody = null;
    for (String url : urls) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(repeatable ? READ_TIMEOUT : CHANGE_TIMEOUT);
      try {
        HttpResponse<String> response =
            http.send(shape.apply(request).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != NO_LEADER) {
          return answer(url, response);
        }
        nobody = unreachable(url, "no JobManager leads just now", null);
      } catch (IOException e) {
        nobody = unreachable(url, Failure.reason(e), e);
        if (!repeatable && !(e instanceof ConnectException)) {
          throw nobody;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(
            "Cannot reach Flink at " + url + ": interrupted; run the command again", e);
      }
    }
    throw nobody;
  }

  private static FlinkUnreachable unreachable(String url, String cause, Throwable from) {
    return new FlinkUnreachable(
        "Cannot reach Flink at %s: %s; check the address and that the JobManager runs"
            .formatted(url, cause),
        from);
  }

  private static JsonNode answer(String url, HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new Failure(
          "Cannot use Flink at %s: %s; see its log".formatted(url, refusal(response)));
    }
    return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
  }

  /**
   * Flink answers with a list of texts, the last of which is a stack trace: its innermost cause
   * counts.
   */
  private static String refusal(HttpResponse<String> response) {
    try {
      JsonNode errors = JSON.readTree(response.body()).path("errors");
      String trace = errors.path(errors.size() - 1).asText("");
      int cause = trace.lastIndexOf(CAUSE);
      return cause < 0
          ? errors.path(0).asText("it answers with status " + response.statusCode())
          : trace
              .substring(cause + CAUSE.length())
              .lines()
              .takeWhile(line -> !line.startsWith("\t"))
              .map(String::strip)
              .collect(Collectors.joining(" "));
    } catch (IOException e) {
      return "it answers with status " + response.statusCode();
    }
  }
}
