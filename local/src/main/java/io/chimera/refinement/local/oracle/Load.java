package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A seeded load: valid reports with up to 4 s of disorder, repeats, id conflicts, poison, reports
 * too old to count, batches. What lies between "never late" and "always late" is avoided.
 *
 * <p>In the second minute one component is slow, so that there is something to find. Not
 * thread-safe.
 */
public final class Load {
  /** Marks reports that other partitions may have overtaken. */
  public static final String REVIVED_HEADER = "revived";

  static final String SYSTEM = "demo";
  private static final int DISORDER_MILLIS = 4_000;
  private static final long TOO_OLD_MILLIS = 75_000;

  /** Only when event time has gone on for long enough does "too old" mean anything. */
  private static final long OLD_FROM_MILLIS = 90_000;

  private static final long SLOW_FROM_MILLIS = 60_000;
  private static final long SLOW_UNTIL_MILLIS = 110_000;
  private static final int REMEMBERED = 2_000;

  private final ObjectMapper json = new ObjectMapper();
  private final Random random;
  private final long startMillis;
  private final List<LoadRecord> recent = new ArrayList<>();
  private final List<ObjectNode> recentBodies = new ArrayList<>();
  private LoadShape shape;
  private int activePartitions;
  private long made;
  private int poisoned;

  /** A load of which event time begins at {@code startMillis}. */
  public Load(LoadShape shape, long startMillis) {
    this.shape = shape;
    this.activePartitions = shape.partitions();
    this.startMillis = startMillis;
    this.random = new Random(shape.seed());
  }

  /** From now on it is made of something else; agents and partitions stay. */
  public void become(LoadShape other) {
    shape = other;
  }

  /** From now on only the first partitions get anything. */
  public void onlyFirst(int partitions) {
    activePartitions = partitions;
  }

  /** Number of the partition that the agent keeps to. */
  int partition(int agent) {
    return agent % shape.partitions();
  }

  /** The next record, at {@code eventMillis}, which never runs backward. */
  public LoadRecord next(long eventMillis) {
    int agent = random.nextInt(shape.agents());
    while (partition(agent) >= activePartitions) {
      agent = random.nextInt(shape.agents());
    }
    double draw = random.nextDouble();
    long number = made++;
    if ((draw -= shape.poison()) < 0) {
      return poison(number);
    }
    int known = recent.isEmpty() ? -1 : random.nextInt(recent.size());
    boolean knownHere = known >= 0 && recent.get(known).partition() < activePartitions;
    if ((draw -= shape.duplicates()) < 0 && knownHere) {
      return recent.get(known);
    }
    if ((draw -= shape.conflicts()) < 0 && knownHere) {
      return conflict(number, recentBodies.get(known));
    }
    if ((draw -= shape.old()) < 0 && eventMillis - startMillis > OLD_FROM_MILLIS) {
      long timestamp = eventMillis - TOO_OLD_MILLIS - random.nextInt(30_000);
      return single("old-" + number, agent, report("old-" + number, agent, timestamp));
    }
    if (draw - shape.batches() < 0) {
      return batch(number, agent, eventMillis);
    }
    String id = "r-" + number;
    ObjectNode body = report(id, agent, eventMillis - random.nextInt(DISORDER_MILLIS));
    LoadRecord planned = single(id, agent, body);
    remember(planned, body);
    return planned;
  }

  /** A good report of event time {@code timestamp}, marked by a header as one that came late. */
  public LoadRecord revived(int partition, long timestamp) {
    int agent = partition;
    String id = "revived-" + made++;
    return new LoadRecord(
        id,
        partition(agent),
        "agent-" + agent,
        bytes(report(id, agent, timestamp)),
        Map.of(REVIVED_HEADER, "1"));
  }

  /** A report that closes every window of the load in its partition. */
  public LoadRecord endMarker(int partition, long eventMillis) {
    ObjectNode body = json.createObjectNode();
    body.put("reportId", "end-" + partition).put("system", "oracle").put("component", "end-marker");
    body.put("agentId", "end-marker-" + partition).put("timestamp", eventMillis);
    body.putObject("metrics").put("end", 1);
    return new LoadRecord("end-" + partition, partition, "end", bytes(body), Map.of());
  }

  private void remember(LoadRecord planned, ObjectNode body) {
    if (recent.size() < REMEMBERED) {
      recent.add(planned);
      recentBodies.add(body);
    } else {
      int place = random.nextInt(REMEMBERED);
      recent.set(place, planned);
      recentBodies.set(place, body);
    }
  }

  private LoadRecord poison(long number) {
    Poison kind = Poison.values()[poisoned++ % Poison.values().length];
    return new LoadRecord(
        "poison-" + number,
        random.nextInt(activePartitions),
        "poison",
        kind.value(number),
        Map.of("kind", kind.name()));
  }

  private LoadRecord conflict(long number, ObjectNode known) {
    ObjectNode body = known.deepCopy();
    body.putObject("metrics").put("latency_ms", number);
    int agent = Integer.parseInt(body.get("agentId").asText().substring("agent-".length()));
    return single("conflict-" + number, agent, body);
  }

  /** An array, or lines, of three reports, the second of which is broken. */
  private LoadRecord batch(long number, int agent, long eventMillis) {
    List<ObjectNode> reports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      reports.add(
          report("b-" + number + "-" + i, agent, eventMillis - random.nextInt(DISORDER_MILLIS)));
    }
    reports.get(1).put("timestamp", -number);
    byte[] value;
    if (number % 2 == 0) {
      ArrayNode array = json.createArrayNode();
      reports.forEach(array::add);
      value = array.toString().getBytes(StandardCharsets.UTF_8);
    } else {
      value =
          (reports.get(0)
                  + "\n\n"
                  + reports.get(1).toString().replace('}', ' ')
                  + "\n"
                  + reports.get(2)
                  + "\n")
              .getBytes(StandardCharsets.UTF_8);
    }
    return new LoadRecord("b-" + number, partition(agent), "agent-" + agent, value, Map.of());
  }

  private LoadRecord single(String id, int agent, ObjectNode body) {
    return new LoadRecord(id, partition(agent), "agent-" + agent, bytes(body), Map.of());
  }

  private ObjectNode report(String id, int agent, long timestamp) {
    ObjectNode body = json.createObjectNode();
    int component = agent % shape.components();
    long since = timestamp - startMillis;
    boolean slow = component == 0 && since >= SLOW_FROM_MILLIS && since < SLOW_UNTIL_MILLIS;
    double latency = 40 + 5 * random.nextGaussian() + (slow ? 400 : 0);
    body.put("reportId", id).put("system", SYSTEM).put("component", "svc-0" + component);
    body.put("agentId", "agent-" + agent).put("timestamp", timestamp).put("sequence", made);
    ObjectNode metrics = body.putObject("metrics");
    metrics.put("latency_ms", Math.round(latency * 1000) / 1000.0);
    metrics.put("error_rate_percent", random.nextInt(100) / 97.0);
    if (agent % 5 == 0) {
      ArrayNode waits = metrics.putArray("wait_ms");
      for (int i = 0; i < 3; i++) {
        waits.add(random.nextInt(1_000) / 10.0);
      }
    }
    if (agent % 7 == 0) {
      histogram(metrics.putObject("size_kb"));
    }
    ObjectNode labels = body.putObject("labels");
    labels.put("operation", agent % 2 == 0 ? "get" : "put");
    labels.put("version", since < SLOW_FROM_MILLIS ? "1.0" : "1.1");
    return body;
  }

  private void histogram(ObjectNode into) {
    int low = random.nextInt(5);
    int high = 1 + random.nextInt(5);
    into.put("count", low + high).put("sum", low * 2.5 + high * 7.25);
    into.put("min", low > 0 ? 2.5 : 7.25).put("max", 7.25);
    ArrayNode buckets = into.putArray("buckets");
    buckets.addArray().add(5).add(low);
    buckets.addArray().add(10).add(high);
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
