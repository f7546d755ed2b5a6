package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.local.Failure;
import io.questdb.Bootstrap;
import io.questdb.PropBootstrapConfiguration;
import io.questdb.ServerMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A time-series database in this JVM: QuestDB, which takes InfluxDB line protocol under {@code
 * /api/v2/write} and answers SQL under {@code /exec}. Loopback only.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private final ServerMain server;
  private final int port;
  private final DatabaseQueries queries;

  private EmbeddedDatabase(ServerMain server, int port) {
    this.server = server;
    this.port = port;
    this.queries = new DatabaseQueries(url());
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

  /** Reads from this database. */
  public DatabaseQueries queries() {
    return queries;
  }

  /** Rows of {@code table}, after everything that the database has acknowledged became visible. */
  public long count(String table) {
    return queries.count(table);
  }

  /** The answer of {@code /exec}: {@code columns} and {@code dataset}. */
  public JsonNode query(String sql) {
    return queries.query(sql);
  }

  @Override
  public void close() {
    server.close();
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
