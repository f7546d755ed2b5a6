package io.chimera.refinement.local.loop;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.state.event.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A seeded load of which every verdict is known beforehand: 5 % duplicates, 3 % poison of every
 * kind, 2 % older than 65 s, the rest with a disorder of up to 4 s. Event time begins at {@code
 * start} and moves on by {@code stepMillis} per report.
 */
final class VerdictLoad {
  private static final int AGENTS = 50;
  private static final int KEPT = 500;

  private final long start;
  private final long stepMillis;
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final Map<String, Long> letters = new TreeMap<>();

  VerdictLoad(long start, long stepMillis) {
    this.start = start;
    this.stepMillis = stepMillis;
  }

  /** Hands {@code count} records to {@code send} as (agent, value). */
  void send(int count, BiConsumer<String, byte[]> send) {
    Random random = new Random(11);
    Deque<Map.Entry<String, byte[]>> recent = new ArrayDeque<>();
    List<byte[]> kinds = PoisonKinds.values();
    List<Reason> reasons = PoisonKinds.reasons();
    for (int i = 0; i < count; i++) {
      long newest = start + i * stepMillis;
      String agent = "agent-" + random.nextInt(AGENTS);
      int draw = random.nextInt(100);
      if (draw < 5 && !recent.isEmpty()) {
        Map.Entry<String, byte[]> again = recent.poll();
        send.accept(again.getKey(), again.getValue());
        verdict("duplicate");
      } else if (draw < 8) {
        int kind = random.nextInt(kinds.size());
        send.accept("poison-" + kind, kinds.get(kind));
        verdict("rejected");
        letters.merge(reasons.get(kind).name(), 1L, Long::sum);
      } else if (draw < 10 && i * stepMillis > 90_000) {
        send.accept(agent, report("old-" + i, agent, newest - 75_000));
        verdict("late");
        letters.merge(Reason.LATE.name(), 1L, Long::sum);
      } else {
        byte[] report = report("r-" + i, agent, newest - random.nextInt(4_000));
        send.accept(agent, report);
        verdict("accepted");
        if (random.nextInt(8) == 0 && recent.size() < KEPT) {
          recent.add(Map.entry(agent, report));
        }
      }
    }
  }

  private void verdict(String name) {
    verdicts.merge(name, 1L, Long::sum);
  }

  private static byte[] report(String id, String agent, long timestamp) {
    return new ReportWriter()
        .write(
            id,
            "load",
            "svc",
            agent,
            timestamp,
            Math.floorMod(id.hashCode(), 1_000),
            Map.of("latency_ms", 40 + Math.floorMod(id.hashCode(), 100) / 10.0),
            Map.of("operation", "get"));
  }

  /** How many reports must get which verdict. */
  Map<String, Long> verdicts() {
    return verdicts;
  }

  /** How many dead letters there must be of each reason. */
  Map<String, Long> letters() {
    return letters;
  }
}
