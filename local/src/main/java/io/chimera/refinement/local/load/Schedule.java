package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Ramp;
import java.util.List;

/**
 * When which report is due: the number of reports up to a moment is the area under the rate. The
 * n-th report, from 0, is due when the area reaches n + 1, so that none is early.
 *
 * <p>Times are milliseconds from the beginning. Immutable.
 */
final class Schedule {
  private static final double MILLIS = 1_000;

  /** Rounding must not swallow the last report of a phase. */
  private static final double SLACK = 1e-6;

  private final List<Phase> phases;
  private final double requestsPerReport;

  /** Beginning of each phase, and the end of the last one. */
  private final long[] startMillis;

  /** Area under the rate up to each beginning, in reports. */
  private final double[] area;

  /** Reports up to each beginning. */
  private final long[] counts;

  /**
   * @param requestsPerReport requests that one report tells of
   */
  Schedule(List<Phase> phases, int requestsPerReport) {
    this.phases = List.copyOf(phases);
    this.requestsPerReport = requestsPerReport;
    startMillis = new long[phases.size() + 1];
    area = new double[phases.size() + 1];
    counts = new long[phases.size() + 1];
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      startMillis[i + 1] = startMillis[i] + phase.durationMillis();
      area[i + 1] = area[i] + phase.reports() + areaWithin(phase, phase.durationMillis());
      counts[i + 1] = (long) Math.floor(area[i + 1] + SLACK);
    }
  }

  List<Phase> phases() {
    return phases;
  }

  long durationMillis() {
    return startMillis[phases.size()];
  }

  /** Number of reports altogether. */
  long reports() {
    return counts[phases.size()];
  }

  long startMillis(int phase) {
    return startMillis[phase];
  }

  /** Reports of a phase. */
  long reports(int phase) {
    return counts[phase + 1] - counts[phase];
  }

  /** Whether the reports of a phase are sent as fast as it goes. */
  boolean isUnpaced(int phase) {
    return phases.get(phase).reports() > 0;
  }

  /** Phase of a report. */
  int phaseOf(long report) {
    int phase = 0;
    while (phase < phases.size() - 1 && report >= counts[phase + 1]) {
      phase++;
    }
    return phase;
  }

  /** Phase at a moment; the last one after the end. */
  int phaseAt(double millis) {
    int phase = 0;
    while (phase < phases.size() - 1 && millis >= startMillis[phase + 1]) {
      phase++;
    }
    return phase;
  }

  /** When a report is due, milliseconds from the beginning. */
  double dueMillis(long report) {
    int i = phaseOf(report);
    Phase phase = phases.get(i);
    if (isUnpaced(i)) {
      return startMillis[i];
    }
    double wanted = Math.max(0, report + 1 - area[i]) * requestsPerReport;
    double within = timeOf(phase, wanted);
    return startMillis[i] + Math.min(within, phase.durationMillis());
  }

  /** Requests per second at a moment. */
  double requestsPerSecond(double millis) {
    int i = phaseAt(millis);
    return phases.get(i).requestsPerSecond().at(share(i, millis));
  }

  /** Users at a moment. */
  double users(double millis) {
    int i = phaseAt(millis);
    return phases.get(i).users().at(share(i, millis));
  }

  /** Reports per second of the busiest moment. */
  double peakReportsPerSecond() {
    return phases.stream()
            .mapToDouble(
                phase -> Math.max(phase.requestsPerSecond().from(), phase.requestsPerSecond().to()))
            .max()
            .orElse(0)
        / requestsPerReport;
  }

  private double share(int phase, double millis) {
    long length = phases.get(phase).durationMillis();
    return length == 0 ? 1 : Math.max(0, Math.min(1, (millis - startMillis[phase]) / length));
  }

  /** Reports from the beginning of a phase on: the integral of a straight line. */
  private double areaWithin(Phase phase, double millis) {
    Ramp rate = phase.requestsPerSecond();
    double share = phase.durationMillis() == 0 ? 0 : millis / phase.durationMillis();
    double requests = (rate.from() + rate.at(share)) / 2 * millis / MILLIS;
    return requests / requestsPerReport;
  }

  /** Milliseconds until so many requests are due: the integral of the line, solved for time. */
  private static double timeOf(Phase phase, double requests) {
    double from = phase.requestsPerSecond().from() / MILLIS;
    double slope =
        (phase.requestsPerSecond().to() - phase.requestsPerSecond().from())
            / MILLIS
            / phase.durationMillis();
    // The root of from t + slope t^2 / 2 = requests, in the form that does not cancel.
    double root = Math.sqrt(Math.max(0, from * from + 2 * slope * requests));
    double divisor = from + root;
    return divisor == 0 ? phase.durationMillis() : 2 * requests / divisor;
  }
}
