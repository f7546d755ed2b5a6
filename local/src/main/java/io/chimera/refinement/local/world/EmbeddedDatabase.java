package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.Failure;
import io.questdb.Bootstrap;
import io.questdb.PropBootstrapConfiguration;
import io.questdb.ServerMain;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A time-series database in this JVM: QuestDB, which takes InfluxDB line protocol under {@code
 * /api/v2/write} and answers SQL under {@code /exec}. Loopback only.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Duration APPLY_LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerMain server;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private EmbeddedDatabase(ServerMain server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the database and creates every {@link DatabaseTable} that is missing.
   *
   * @param directory folder for its data, created when missing
   * @param port port to listen on, 0 for any free one
   */
  public static EmbeddedDatabase start(Path directory, int port) {
    int listenPort = Ports.claim("the database", "--port-db", port);
    try {
      Path conf = Files.createDirectories(directory.resolve("conf"));
      Path log = Files.createDirectories(directory.resolve("log"));
      Files.write(conf.resolve("server.conf"), lines(serverSettings(listenPort)));
      Files.write(conf.resolve("log.conf"), lines(logSettings(log)));
      ServerMain server =
          new ServerMain(
              new Bootstrap(new PropBootstrapConfiguration(), "-d", directory.toString(), "-n"));
      EmbeddedDatabase database = new EmbeddedDatabase(server, listenPort);
      server.start();
      server.awaitStartup();
      DatabaseTable.all().forEach(table -> database.query(table.ddl()));
      return database;
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw new Failure(
          "Cannot start the database in %s: %s; see %s"
              .formatted(directory, Failure.reason(e), directory.resolve("log")),
          e);
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://" + Ports.LOOPBACK + ':' + port;
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
    URI uri = URI.create(url() + "/exec?query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
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

  @Override
  public void close() {
    server.close();
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

  private static Map<String, String> serverSettings(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("http.bind.to", Ports.LOOPBACK + ':' + port);
    settings.put("http.min.enabled", "false");
    settings.put("line.tcp.enabled", "false");
    settings.put("line.udp.enabled", "false");
    settings.put("pg.enabled", "false");
    settings.put("telemetry.enabled", "false");
    settings.put("metrics.enabled", "false");
    settings.put("shared.worker.count", "1");
    settings.put("line.http.ping.version", "v2.7.4");
    // Preallocation is per column and table: the defaults would take hundreds of megabytes.
    settings.put("cairo.writer.data.append.page.size", "256k");
    settings.put("cairo.writer.data.index.value.append.page.size", "256k");
    settings.put("cairo.writer.data.index.key.append.page.size", "64k");
    settings.put("cairo.wal.writer.data.append.page.size", "128k");
    settings.put("cairo.o3.column.memory.size", "256k");
    settings.put("cairo.symbol.table.max.allocation.page.size", "256k");
    return settings;
  }

  private static Map<String, String> logSettings(Path log) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("writers", "file");
    settings.put("w.file.class", "io.questdb.log.LogFileWriter");
    settings.put("w.file.location", log.resolve("questdb.log").toString());
    settings.put("w.file.level", "ERROR,CRITICAL");
    return settings;
  }

  private static List<String> lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + '=' + entry.getValue())
        .toList();
  }
}
