package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.HpaBehaviour.Moment;
import io.chimera.refinement.state.slo.ScalingPolicy.Metric;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How many instances of a component there should be, pane by pane.
 *
 * <p>The number of instances is what is reported, and advice is not repeated while it is waited
 * for; without a report, what was last advised is taken to be there. While a metric is missing,
 * instances are added but not removed. Mutable.
 */
public final class ScalingWatch {
  public static final Codec<ScalingWatch> CODEC = new ScalingWatchCodec();

  /** The term under which reports of the number of instances come. */
  public static final String INSTANCES = "instances";

  private static final long LONGEST_MEMORY_MILLIS = 3_600_000;
  private static final int TREND_POINTS = 30;

  private int current;
  private boolean reported;
  private long decisions;
  private List<Moment> wishes = new ArrayList<>();
  private List<Moment> changes = new ArrayList<>();
  private final TreeMap<String, double[]> trends = new TreeMap<>();
  private int awaited;
  private long awaitedSince;

  /**
   * Advice to change the number of instances.
   *
   * @param number running number, from 1
   * @param from instances at present
   * @param to instances advised
   * @param metric metric that asks for most
   * @param value its value
   * @param target its target
   * @param surging whether the stabilisation was passed over
   * @param wished instances that were asked for, before limits
   */
  public record Advice(
      long number,
      int from,
      int to,
      String metric,
      double value,
      double target,
      boolean surging,
      int wished) {}

  /** How long it took until the instances that were advised were there. */
  public record Reaction(boolean out, long tookMillis, long boundMillis) {
    public boolean met() {
      return tookMillis <= boundMillis;
    }
  }

  /** What a pane leads to: advice, a reaction to earlier advice, or neither. */
  public record Result(Optional<Advice> advice, Optional<Reaction> reaction) {}

  /** Looks at one pane. */
  public Result observe(
      ScalingPolicy policy, Map<String, RolePanes> values, long startMillis, long endMillis) {
    Optional<Reaction> reaction = count(policy, values, endMillis);
    if (current == 0) {
      current = policy.least();
    }
    int wished = -1;
    Metric loudest = null;
    double loudestValue = 0;
    boolean missing = false;
    boolean surging = false;
    for (Metric metric : policy.metrics()) {
      OptionalDouble value = value(metric, values, startMillis, endMillis);
      if (value.isEmpty()) {
        missing = true;
        continue;
      }
      surging |= metric.surge() > 0 && value.getAsDouble() > metric.surge();
      int wish = wish(metric, value.getAsDouble());
      if (wish > wished) {
        wished = wish;
        loudest = metric;
        loudestValue = value.getAsDouble();
      }
    }
    if (loudest == null) {
      return new Result(Optional.empty(), reaction);
    }
    if (missing && wished < current) {
      wished = current;
    }
    int bounded = Math.max(policy.least(), Math.min(policy.most(), wished));
    wishes.add(new Moment(endMillis, bounded));
    int stable = HpaBehaviour.stabilised(current, bounded, wishes, policy, surging, endMillis);
    int next = HpaBehaviour.limited(current, stable, changes, policy, endMillis);
    forget(endMillis);
    if (next == current) {
      awaited = 0;
    }
    if (next == current || next == awaited) {
      return new Result(Optional.empty(), reaction); // nothing to say, or said already
    }
    decisions++;
    Advice advice =
        new Advice(
            decisions,
            current,
            next,
            loudest.indicator().metric(),
            loudestValue,
            loudest.target(),
            surging,
            bounded);
    if (reported) {
      awaitedSince = awaited == 0 ? endMillis : awaitedSince;
      awaited = next;
    } else {
      changes.add(new Moment(endMillis, next - current));
      current = next;
    }
    return new Result(Optional.of(advice), reaction);
  }

  /** Takes a report of the number of instances in. */
  private Optional<Reaction> count(
      ScalingPolicy policy, Map<String, RolePanes> values, long endMillis) {
    RolePanes panes = values.get(INSTANCES);
    if (panes == null || panes.pane(PaneRole.VALUE) == null) {
      return Optional.empty();
    }
    int there = (int) Math.round(panes.pane(PaneRole.VALUE).max());
    Optional<Reaction> reaction = Optional.empty();
    if (reported && there != current) {
      changes.add(new Moment(endMillis, there - current));
    }
    if (awaited != 0 && reported) {
      boolean out = awaited > current;
      if (out ? there >= awaited : there <= awaited) {
        long bound = out ? policy.outWithinMillis() : policy.inWithinMillis();
        if (bound > 0) {
          reaction = Optional.of(new Reaction(out, endMillis - awaitedSince, bound));
        }
        awaited = 0;
      }
    }
    current = there;
    reported = true;
    return reaction;
  }

  private OptionalDouble value(
      Metric metric, Map<String, RolePanes> values, long startMillis, long endMillis) {
    RolePanes panes = values.get(metric.indicator().id());
    OptionalDouble value =
        panes == null
            ? OptionalDouble.empty()
            : panes.value(metric.statistic(), metric.indicator(), endMillis - startMillis);
    if (value.isEmpty() || metric.forecastMillis() == 0) {
      return value.isPresent() && metric.perInstance()
          ? OptionalDouble.of(value.getAsDouble() / current)
          : value;
    }
    double ahead = forecast(metric, value.getAsDouble(), endMillis);
    double larger = Math.max(value.getAsDouble(), ahead);
    return OptionalDouble.of(metric.perInstance() ? larger / current : larger);
  }

  /** The least-squares line through the last panes, continued. */
  private double forecast(Metric metric, double value, long endMillis) {
    double[] known = trends.getOrDefault(metric.indicator().id(), new double[0]);
    int keep = Math.min(known.length / 2, TREND_POINTS - 1);
    double[] points = new double[2 * (keep + 1)];
    System.arraycopy(known, known.length - 2 * keep, points, 0, 2 * keep);
    points[2 * keep] = endMillis;
    points[2 * keep + 1] = value;
    trends.put(metric.indicator().id(), points);
    int n = keep + 1;
    if (n < 6) {
      return value;
    }
    double meanTime = 0;
    double meanValue = 0;
    for (int i = 0; i < n; i++) {
      meanTime += (points[2 * i] - endMillis) / n;
      meanValue += points[2 * i + 1] / n;
    }
    double product = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double time = points[2 * i] - endMillis - meanTime;
      product += time * (points[2 * i + 1] - meanValue);
      square += time * time;
    }
    return square == 0
        ? value
        : meanValue + product / square * (metric.forecastMillis() - meanTime);
  }

  private int wish(Metric metric, double value) {
    if (metric.above() == metric.target() && metric.below() < 0) {
      return HpaBehaviour.wish(current, value, metric.target());
    }
    boolean out = value > metric.above();
    boolean in =
        metric.below() < 0
            ? value < metric.target() * (1 - HpaBehaviour.TOLERANCE)
            : value < metric.below();
    if (!out && !in) {
      return current;
    }
    int wish = (int) Math.ceil(current * value / metric.target() - 1e-9);
    return out ? Math.max(wish, current + 1) : Math.min(wish, current);
  }

  private void forget(long nowMillis) {
    wishes.removeIf(wish -> wish.atMillis() <= nowMillis - LONGEST_MEMORY_MILLIS);
    changes.removeIf(change -> change.atMillis() <= nowMillis - LONGEST_MEMORY_MILLIS);
  }

  private static final class ScalingWatchCodec implements Codec<ScalingWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "scaling-watch";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(ScalingWatch watch, DataOutput out) throws IOException {
      out.writeInt(watch.current);
      out.writeBoolean(watch.reported);
      Wire.writeVarLong(out, watch.decisions);
      out.writeInt(watch.awaited);
      out.writeLong(watch.awaitedSince);
      write(watch.wishes, out);
      write(watch.changes, out);
      Wire.writeVarInt(out, watch.trends.size());
      for (Map.Entry<String, double[]> trend : watch.trends.entrySet()) {
        Wire.writeString(out, trend.getKey());
        Wire.writeDoubles(out, trend.getValue(), trend.getValue().length);
      }
    }

    private static void write(List<Moment> moments, DataOutput out) throws IOException {
      Wire.writeVarInt(out, moments.size());
      for (Moment moment : moments) {
        out.writeLong(moment.atMillis());
        out.writeInt(moment.replicas());
      }
    }

    @Override
    public ScalingWatch read(DataInput in, int version) throws IOException {
      ScalingWatch watch = new ScalingWatch();
      watch.current = in.readInt();
      watch.reported = in.readBoolean();
      watch.decisions = Wire.readVarLong(in);
      watch.awaited = in.readInt();
      watch.awaitedSince = in.readLong();
      watch.wishes = moments(in);
      watch.changes = moments(in);
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        watch.trends.put(Wire.readString(in), Wire.readDoubles(in));
      }
      return watch;
    }

    private static List<Moment> moments(DataInput in) throws IOException {
      int size = Wire.readVarInt(in);
      List<Moment> moments = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        moments.add(new Moment(in.readLong(), in.readInt()));
      }
      return moments;
    }
  }
}
