package io.chimera.refinement.local.host;

import io.chimera.refinement.local.agent.AgentReport;
import io.chimera.refinement.local.agent.ReportSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports this machine as system {@code host}: processors, memory and network every second, disks
 * every five (REF-MON-01). The agent is named after the host.
 */
public final class HostAgent implements AutoCloseable {
  /** The system under which the machine reports. */
  public static final String SYSTEM = "host";

  private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);
  private static final int DISK_EVERY = 5;

  private final HostProbe probe = new HostProbe();
  private final ReportSender sender;
  private final LongSupplier clock;
  private final long startMillis;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "host-agent"));
  private long sequence;

  private HostAgent(ReportSender sender, LongSupplier clock) {
    this.sender = sender;
    this.clock = clock;
    this.startMillis = clock.getAsLong();
  }

  /** Begins to report through {@code sender}, which stays the caller's to close. */
  public static HostAgent start(ReportSender sender, LongSupplier clock) {
    HostAgent agent = new HostAgent(sender, clock);
    var unused = agent.timer.scheduleAtFixedRate(agent::report, 1, 1, TimeUnit.SECONDS);
    return agent;
  }

  /** Sends no more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void report() {
    try {
      sequence++;
      send("cpu", probe.cpu());
      send("memory", probe.memory());
      send("network", probe.network());
      if (sequence % DISK_EVERY == 0) {
        send("disk", probe.disk());
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot read this machine: {}; it is tried again in a second", e.toString());
    }
  }

  private void send(String component, Map<String, Double> metrics) {
    AgentReport report =
        new AgentReport(
            "host-%s-%d-%d".formatted(component, startMillis, sequence),
            SYSTEM,
            component,
            probe.hostName(),
            sequence,
            clock.getAsLong(),
            metrics,
            Map.of());
    sender.send(report.agentId().getBytes(StandardCharsets.UTF_8), report.json());
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
