package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.ReportWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The reports of the benchmark's fleet: 1,000 agents in 10 components with 10 metrics each, one
 * metric per report and one report per second and series of event time. Everything follows from the
 * running number and the seed. Not thread-safe.
 */
final class FleetReports implements ReportStream {
  static final int AGENTS = 1_000;
  static final int METRICS = 10;
  static final int COMPONENTS = 10;

  /** Series of single agents, and those merged over the agents of a component. */
  static final int SERIES = AGENTS * METRICS + COMPONENTS * METRICS;

  /** Name under which it reports. */
  static final String SYSTEM = "bench";

  private static final long SEED = 42;

  private static final String[] NAMES = {
    "response_time_ms", "cache_hit_percent", "queue_wait_ms", "error_rate_ratio",
        "cpu_load_percent",
    "heap_used_percent", "token_rate_per_s", "tool_latency_ms", "memory_hit_ratio",
        "batch_duration_s"
  };

  private final ReportWriter writer = new ReportWriter();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final String run;

  /**
   * @param run makes the report ids of one stream differ from those of another
   */
  FleetReports(String run) {
    this.run = run;
  }

  @Override
  public int perSecond() {
    return AGENTS * METRICS;
  }

  /** Metrics of an agent follow each other, then comes the next agent. */
  @Override
  public int agent(long number) {
    return (int) (number / METRICS % AGENTS);
  }

  @Override
  public byte[] key(long number) {
    return agentId(agent(number)).getBytes(StandardCharsets.UTF_8);
  }

  /** About 182 bytes. */
  @Override
  public byte[] json(long number, long timestampMillis) {
    return json(number, timestampMillis, 1);
  }

  /**
   * The same with a value beside the usual.
   *
   * @param factor on the value
   */
  byte[] json(long number, long timestampMillis, double factor) {
    int agent = agent(number);
    double usual = 60 + 5 * (random.nextDouble() + random.nextDouble() - 1);
    double value = Math.rint(usual * factor * 100) / 100;
    return writer.write(
        run + '-' + (10_000_000 + number),
        SYSTEM,
        "module_" + agent % COMPONENTS,
        agentId(agent),
        timestampMillis,
        number / perSecond(),
        Map.of(NAMES[(int) (number % METRICS)], value),
        Map.of());
  }

  private static String agentId(int agent) {
    return "agent-" + (1_000 + agent);
  }
}
