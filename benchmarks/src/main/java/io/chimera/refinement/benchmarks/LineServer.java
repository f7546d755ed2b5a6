package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.influx.InfluxTarget;
import io.chimera.refinement.connectors.influx.InfluxTarget.Api;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real server on loopback that takes line protocol.
 *
 * @param name as in the ids of the results
 * @param target how it is reached
 */
record LineServer(String name, InfluxTarget target, AutoCloseable stop) implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long STOP_LIMIT_SECONDS = 10;
  private static final String DATABASE = "bench";

  /** QuestDB in this JVM. */
  static LineServer questDb(Path directory) {
    EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0);
    return new LineServer("questdb", target(Api.V2, database.url()), database);
  }

  /** InfluxDB 1.x from its binary. */
  static LineServer influxDb(Path binary, Path directory) {
    int port = freePort();
    int rpc = freePort();
    String home = directory.toAbsolutePath().toString();
    List<String> config =
        List.of(
            "reporting-disabled = true",
            "bind-address = \"127.0.0.1:" + rpc + "\"",
            "[meta]",
            "dir = \"" + home + "/meta\"",
            "[data]",
            "dir = \"" + home + "/data\"",
            "wal-dir = \"" + home + "/wal\"",
            "query-log-enabled = false",
            "cache-snapshot-write-cold-duration = \"1s\"",
            "[http]",
            "bind-address = \"127.0.0.1:" + port + "\"",
            "log-enabled = false",
            "[logging]",
            "level = \"error\"");
    try {
      Files.createDirectories(directory);
      Path file = Files.write(directory.resolve("influxd.conf"), config);
      return process(
          "influxdb",
          Api.V1,
          port,
          "/query?q=CREATE%20DATABASE%20" + DATABASE,
          List.of(binary.toString(), "-config", file.toString()),
          directory);
    } catch (IOException e) {
      throw new Failure("Cannot start influxd: " + Failure.reason(e) + "; check --influxd", e);
    }
  }

  /** VictoriaMetrics from its binary. */
  static LineServer victoriaMetrics(Path binary, Path directory) {
    int port = freePort();
    return process(
        "victoriametrics",
        Api.V2,
        port,
        "/health",
        List.of(
            binary.toString(),
            "-storageDataPath=" + directory.toAbsolutePath(),
            "-httpListenAddr=127.0.0.1:" + port,
            "-loggerLevel=ERROR"),
        directory);
  }

  private static LineServer process(
      String name, Api api, int port, String ready, List<String> command, Path directory) {
    try {
      Files.createDirectories(directory);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(name + ".log").toFile())
              .start();
      LineServer server =
          new LineServer(name, target(api, "http://127.0.0.1:" + port), () -> end(process));
      try {
        server.await(ready, process);
        return server;
      } catch (Failure e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Failure(
          "Cannot start " + command.get(0) + ": " + Failure.reason(e) + "; check the path", e);
    }
  }

  private void await(String path, Process process) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(target.url() + path))
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2) {
          return;
        }
        process.waitFor(100, TimeUnit.MILLISECONDS);
      } catch (IOException e) {
        pause(process);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new Failure(
        "Cannot start " + name + ": it does not answer at " + target.url() + "; see its log");
  }

  /** Waits a moment, less if the process ends. */
  private static void pause(Process process) {
    try {
      process.waitFor(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static InfluxTarget target(Api api, String url) {
    // On the same machine compression would only move work around.
    return new InfluxTarget(api, url, "chimera", DATABASE, "", false);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Failure("Cannot find a free port: " + Failure.reason(e) + "; try again", e);
    }
  }

  @Override
  public void close() {
    try {
      stop.close();
    } catch (Exception e) {
      throw new Failure("Cannot stop " + name + ": " + Failure.reason(e) + "; end it by hand", e);
    }
  }
}
