package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.detect.JudgedValue.Alone;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * An agent whose three metrics follow one load, with a value every ten seconds, and the watch that
 * judges them together. What happens to it is said before it runs.
 */
final class JointAgent {
  static final long STEP = 10_000;

  /** Panes from which a finding is possible, with some to spare. */
  static final int WARM = 6_600;

  static final String CPU = "shop/cart/a-1/cpu_percent";
  static final String LATENCY = "shop/cart/a-1/latency_ms";
  static final String REQUESTS = "shop/cart/a-1/requests_per_s";
  private static final List<String> SERIES = List.of(CPU, LATENCY, REQUESTS);

  private final Random random;
  private final Random order = new Random(99);
  private final JointPane room = new JointPane();
  private final AnomalyWatch.Params params = AnomalyWatch.Params.defaults();
  private JointWatch watch = new JointWatch();
  private double load;
  private int pane;

  IntPredicate broken = at -> false;
  IntPredicate missing = at -> false;
  IntPredicate toldAlone = at -> false;
  IntPredicate restored = at -> false;
  boolean shuffled;
  boolean related = true;
  int metrics = 3;
  Direction direction = Direction.BOTH;
  double leastDistance = 1e-6;

  JointAgent(long seed) {
    random = new Random(seed);
  }

  JointAgent broken(int from, int until) {
    broken = at -> at >= from && at < until;
    return this;
  }

  JointWatch watch() {
    return watch;
  }

  JointAgent goOnWith(JointWatch other) {
    watch = other;
    return this;
  }

  /** Runs until a pane; what was found. */
  List<Finding> until(int last) {
    List<Finding> found = new ArrayList<>();
    for (; pane < last; pane++) {
      if (restored.test(pane)) {
        watch = Snapshots.restored(JointWatch.CODEC, watch);
      }
      List<JudgedValue> values = next();
      if (shuffled) {
        Collections.shuffle(values, order);
      }
      values.forEach(watch::offer);
      watch.judge((pane + 1) * STEP, params, room).ifPresent(found::add);
    }
    return found;
  }

  private List<JudgedValue> next() {
    load = 0.95 * load + 5 * random.nextGaussian();
    double other = 15 * random.nextGaussian();
    double[] values = new double[SERIES.size()];
    values[0] = 50 + (broken.test(pane) ? other : load) + 2 * random.nextGaussian();
    values[1] = 200 + 4 * (related ? load : 15 * random.nextGaussian()) + 8 * random.nextGaussian();
    values[2] = 100 + 2 * (related ? load : 15 * random.nextGaussian()) + 4 * random.nextGaussian();
    List<JudgedValue> all = new ArrayList<>();
    for (int j = 0; j < metrics; j++) {
      if (j != 1 || !missing.test(pane)) {
        Alone alone = j == 0 && toldAlone.test(pane) ? Alone.INCIDENT : Alone.USUAL;
        all.add(
            new JudgedValue(
                SERIES.get(j),
                pane * STEP,
                (pane + 1) * STEP,
                values[j],
                4.55,
                leastDistance,
                direction,
                alone));
      }
    }
    return all;
  }
}
