package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Kafka broker in a JVM of its own, so that its CPU time can be told from Flink's. */
final class SeparateBroker implements AutoCloseable {
  /** What stands before the address on the child's standard output. */
  static final String READY = "kafka=";

  /** The collector and heap of the broker; stated with the results. */
  static final List<String> JVM_OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  private static final long STOP_LIMIT_SECONDS = 20;

  private final Process process;
  private final String bootstrapServers;

  private SeparateBroker(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the process and waits until the broker answers.
   *
   * @param directory folder for data and log
   */
  static SeparateBroker start(Path directory) {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-Drefinement.log.dir=" + directory.resolve("broker-logs"));
    command.add("-Dlog4j2.configurationFile=log4j2-run.properties");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
    command.add(directory.resolve("kafka").toString());
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new SeparateBroker(process, address(process, directory));
    } catch (IOException | Failure e) {
      if (process != null) {
        process.destroyForcibly();
      }
      throw new Failure("Cannot start the broker's process: " + Failure.reason(e) + "; see its log", e);
    }
  }

  private static String address(Process process, Path directory) throws IOException {
    // Closing it would close the child's output: it stays open as long as the process.
    BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new Failure("Cannot start kafka in %s: the process ended; see its log".formatted(directory));
    }
    return line.substring(READY.length());
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** CPU time of the process since its start. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Asks the process to end, and ends it when it does not in time. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
