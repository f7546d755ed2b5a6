package io.chimera.refinement.local.load;

import io.chimera.refinement.local.observe.LatencyBuckets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How long the product takes to come back after a spike: until lag is below a second of input and
 * the 95th percentile of the latency below 200 ms (REF-LST-03). Only what comes after a spike is
 * kept. Not thread-safe.
 */
final class Recoveries {
  private static final double LAG_SECONDS = 1;
  private static final double P95_MILLIS = 200;
  private static final long SECOND = 1_000;

  /** Both must hold for so many seconds of reports in a row. */
  private static final int STEADY_SECONDS = 3;

  private final List<Spike> spikes;
  private final TreeMap<Long, Second> seconds = new TreeMap<>();

  private static final class Second {
    private final LatencyBuckets latency = new LatencyBuckets();
    private OptionalDouble lagSeconds = OptionalDouble.empty();

    /** Both are known, and both are back. */
    boolean isGood() {
      return lagSeconds.isPresent()
          && lagSeconds.getAsDouble() < LAG_SECONDS
          && latency.count() > 0
          && latency.quantile(0.95) < P95_MILLIS;
    }
  }

  Recoveries(List<Spike> spikes) {
    this.spikes = List.copyOf(spikes);
  }

  void latency(long timeMillis, LatencyBuckets buckets) {
    if (isWatched(timeMillis)) {
      second(timeMillis).latency.add(buckets);
    }
  }

  void lag(long timeMillis, double lagSeconds) {
    if (isWatched(timeMillis)) {
      Second second = second(timeMillis);
      second.lagSeconds =
          OptionalDouble.of(Math.max(second.lagSeconds.orElse(lagSeconds), lagSeconds));
    }
  }

  /** A second begins before the spike that ends within it. */
  private boolean isWatched(long timeMillis) {
    long last = Math.floorDiv(timeMillis, SECOND) * SECOND + SECOND - 1;
    return spikes.stream().anyMatch(spike -> spike.isWatched(timeMillis) || spike.isWatched(last));
  }

  private Second second(long timeMillis) {
    return seconds.computeIfAbsent(Math.floorDiv(timeMillis, SECOND), key -> new Second());
  }

  /** Seconds of which something is kept. */
  int size() {
    return seconds.size();
  }

  /** Seconds after each spike until the product was back, by name; empty when it was not seen. */
  Map<String, OptionalDouble> seconds() {
    Map<String, OptionalDouble> recoveries = new LinkedHashMap<>();
    spikes.forEach(
        spike -> recoveries.put(spike.name(), after(spike.endMillis(), spike.untilMillis())));
    return recoveries;
  }

  private OptionalDouble after(long spikeEndMillis, long untilMillis) {
    int steady = 0;
    long since = 0;
    long before = 0;
    for (var entry : seconds.tailMap(Math.floorDiv(spikeEndMillis, SECOND), true).entrySet()) {
      long at = entry.getKey() * SECOND;
      if (at >= untilMillis) {
        break;
      }
      if (!entry.getValue().isGood()) {
        steady = 0;
        continue;
      }
      // Of a second that is missing nobody knows whether it was good.
      steady = at == before + SECOND ? steady : 0;
      since = steady == 0 ? at : since;
      before = at;
      steady++;
      if (steady == STEADY_SECONDS) {
        return OptionalDouble.of(Math.max(0, since - spikeEndMillis) / (double) SECOND);
      }
    }
    return OptionalDouble.empty();
  }
}
