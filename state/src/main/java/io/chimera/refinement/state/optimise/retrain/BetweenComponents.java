package io.chimera.refinement.state.optimise.retrain;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How sure a mean over decisions is when those of one component may go together: the interval of a
 * mean over clusters (Cameron and Miller, 2015, section II), with as many degrees of freedom as
 * there are components, less one.
 */
final class BetweenComponents {
  private static final double QUANTILE = 0.975;

  private final List<Component> components = new ArrayList<>();

  /** The sum of one component. */
  static final class Component {
    private double sum;
    private long decisions;

    void add(double difference) {
      sum += difference;
      decisions++;
    }
  }

  /** A further component; one without decisions does not count. */
  Component next() {
    Component component = new Component();
    components.add(component);
    return component;
  }

  /** Half the width of the 95 % interval; 1 with fewer than two components. */
  double halfWidth() {
    List<Component> known = components.stream().filter(each -> each.decisions > 0).toList();
    if (known.size() < 2) {
      return 1;
    }
    double sum = 0;
    double decisions = 0;
    for (Component each : known) {
      sum += each.sum;
      decisions += each.decisions;
    }
    double mean = sum / decisions;
    double squares = 0;
    for (Component each : known) {
      double apart = each.sum - each.decisions * mean;
      squares += apart * apart;
    }
    double freedom = known.size() - 1.0;
    double deviation = Math.sqrt(squares * known.size() / freedom) / decisions;
    return new TDistribution(freedom).inverseCumulativeProbability(QUANTILE) * deviation;
  }
}
